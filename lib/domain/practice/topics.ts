/*
 * Which stretch of a video treats a topic. The topic's words are looked for in what staff wrote: the chapters' titles, the captions, the titles of the
 * video and its lesson. Words are compared without case and accents and without what every text has ("the"); "question" is also "questions". At
 * least three quarters of the topic's words must be there: below that there is no match, rather than a guess.
 */

/** The share of a topic's words that a text must have. */
export const shareMin = 3 / 4;
/** Mentions in captions that are nearer than this are one stretch, and a shorter stretch is shown as long as this. */
const nearSeconds = 30;
/** A sentence is not interrupted for longer between two cues. */
const pauseSeconds = 2;

export type Cue = { start_seconds: number; end_seconds: number; text: string };

/** A video with what is written along it. */
export type Place = {
  video_id: string;
  title: string;
  lesson_title: string | null;
  duration_seconds: number | null;
  chapters: readonly { start_seconds: number; title: string }[];
  cues: readonly Cue[];
};

/** Where a topic is treated, and how that was recognised. Without seconds it is the whole video. */
export type Match = {
  video_id: string;
  matched_by: "chapter" | "captions" | "video" | "lesson";
  from_seconds: number | null;
  to_seconds: number | null;
};

/** The words of a text without case and accents. */
export const wordsIn = (text: string): string[] =>
  text
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];

/** Words that are one but for an ending of up to two letters, from four letters on. */
export const isSameWord = (a: string, b: string): boolean => {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return short === long || (short.length >= 4 && long.length - short.length <= 2 && long.startsWith(short));
};

/** The words of a topic that say what it is about, each once. */
export const topicWords = (topic: string, isStop: (word: string) => boolean): string[] => [
  ...new Set(wordsIn(topic).filter((word) => !isStop(word))),
];

/** The share of a topic's words that a text has. */
function shareIn(words: readonly string[], text: string): number {
  const present = wordsIn(text);
  return words.filter((word) => present.some((other) => isSameWord(word, other))).length / words.length;
}

/**
 * The best match of a topic: the most of its words, then a chapter before captions before a title, then the first video and second. Null without
 * one, and for a topic of stop words alone.
 */
export function matchTopic(
  topic: string,
  places: readonly Place[],
  isStop: (word: string) => boolean,
): Match | null {
  const words = topicWords(topic, isStop);
  if (words.length === 0) return null;
  let best: { share: number; order: number; match: Match } | null = null;
  for (const place of places)
    for (const [order, { share, match }] of candidatesIn(place, words).entries())
      if (share >= shareMin && (!best || share > best.share || (share === best.share && order < best.order)))
        best = { share, order, match: match() };
  return best?.match ?? null;
}

/** The best of each kind that a video has, in the order in which equal ones are chosen. */
function candidatesIn(place: Place, words: readonly string[]): { share: number; match: () => Match }[] {
  const { video_id, title, lesson_title, chapters, duration_seconds } = place;
  const whole = (matched_by: Match["matched_by"]) => () => ({
    ...{ video_id, matched_by, from_seconds: null, to_seconds: null },
  });
  const shares = chapters.map((chapter) => shareIn(words, chapter.title));
  const chapter = shares.indexOf(Math.max(0, ...shares));
  const spoken = spokenIn(place, words);
  return [
    {
      share: shares[chapter] ?? 0,
      match: () => ({
        ...{ video_id, matched_by: "chapter", from_seconds: chapters[chapter]!.start_seconds },
        to_seconds: chapters[chapter + 1]?.start_seconds ?? duration_seconds,
      }),
    },
    {
      share: spoken?.share ?? 0,
      match: () => ({ video_id, matched_by: "captions", ...spoken!.stretch }),
    },
    { share: shareIn(words, title), match: whole("video") },
    { share: lesson_title === null ? 0 : shareIn(words, lesson_title), match: whole("lesson") },
  ];
}

/** The stretch of the captions that has the topic's words most often: in a cue, or in two that follow each other, since a sentence may be in both. */
function spokenIn({ cues, duration_seconds }: Place, words: readonly string[]) {
  const shares = cues.map(({ text }) => shareIn(words, text));
  const hits = cues.flatMap((cue, index) => {
    const share = shares[index]!;
    const { start_seconds: from_seconds, end_seconds: to_seconds } = cue;
    if (share >= shareMin) return [{ share, from_seconds, to_seconds }];
    const next = cues[index + 1];
    const follows = next && next.start_seconds - to_seconds <= pauseSeconds && shares[index + 1]! < shareMin;
    const both = follows ? shareIn(words, `${cue.text} ${next.text}`) : 0;
    return both >= shareMin ? [{ share: both, from_seconds, to_seconds: next!.end_seconds }] : [];
  });
  const stretches: { share: number; hits: number; from_seconds: number; to_seconds: number }[] = [];
  for (const hit of hits) {
    const last = stretches.at(-1);
    if (last && hit.from_seconds - last.to_seconds <= nearSeconds) {
      last.hits += 1;
      last.share = Math.max(last.share, hit.share);
      last.to_seconds = Math.max(last.to_seconds, hit.to_seconds);
    } else stretches.push({ ...hit, hits: 1 });
  }
  const [first] = stretches.toSorted((a, b) => b.share - a.share || b.hits - a.hits);
  if (!first) return null;
  const end = Math.max(first.to_seconds, first.from_seconds + nearSeconds);
  return {
    share: first.share,
    stretch: {
      from_seconds: first.from_seconds,
      to_seconds: duration_seconds === null ? end : Math.min(end, duration_seconds),
    },
  };
}
