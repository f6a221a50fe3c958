import { folded, languageOf, stopWordsOf } from "./comment-language";
import { twoDecimals } from "./numbers";
import type { Theme } from "./schema";

/* What several comments are about. Draws in word lists: only the server may load it. */

/** Themes that are listed. */
const themesMax = 12;
/** What one comment holds is its own affair. */
const commentsMin = 2;
/** A word is told by its phrases when at most this share of its comments holds none of them. */
const aloneShare = 0.2;

export type RatedComment = { rating: number; comment: string };

/** A word or a phrase while it is counted: which comments hold it, and how they write it. */
type Candidate = { comments: Set<number>; written: Map<string, number>; words: readonly string[] };
type Named = Omit<Candidate, "written"> & { name: string };

/**
 * The words and two-word phrases that most comments hold (each comment once), without stop words; at most 12, those in most
 * comments first. Words are the same whatever their case, accents and plural s, and shown as most comments write them. A word that
 * is found (nearly) only within phrases of the list is left out.
 */
export function themesOf(comments: readonly RatedComment[]): Theme[] {
  const readWord = wordReader(stopWordsOf(languageOf(comments.map(({ comment }) => comment))));
  const candidates = new Map<string, Candidate>();
  for (const [index, { comment }] of comments.entries())
    for (const { key, text, words } of namesIn(comment, readWord)) {
      let candidate = candidates.get(key);
      if (!candidate) {
        candidate = { comments: new Set(), written: new Map(), words };
        candidates.set(key, candidate);
      }
      candidate.comments.add(index);
      candidate.written.set(text, (candidate.written.get(text) ?? 0) + 1);
    }
  const shared = [...candidates.values()]
    .filter((candidate) => candidate.comments.size >= commentsMin)
    .map(({ written, ...candidate }) => ({ ...candidate, name: mostWritten(written) }));
  return listed(shared).map((candidate) => {
    const sum = [...candidate.comments].reduce((total, index) => total + comments[index]!.rating, 0);
    return {
      theme: candidate.name,
      comments: candidate.comments.size,
      average_rating: twoDecimals(sum / candidate.comments.size),
    };
  });
}

/** The first of them; words leave for phrases that are on the list themselves, so that nothing is lost twice. */
function listed(shared: readonly Named[]): Named[] {
  let phrases = shared.filter(({ words }) => words.length === 2);
  for (;;) {
    const holders = new Map<string, Set<number>>();
    for (const phrase of phrases)
      for (const word of phrase.words) {
        const held = holders.get(word) ?? new Set();
        for (const index of phrase.comments) held.add(index);
        holders.set(word, held);
      }
    const list = shared
      .filter(({ words, comments }) => {
        const [word, second] = words;
        const held = second === undefined && word !== undefined ? holders.get(word) : undefined;
        if (!held) return true;
        const alone = [...comments].filter((index) => !held.has(index)).length;
        return alone > comments.size * aloneShare;
      })
      .sort((a, b) => b.comments.size - a.comments.size || compareText(a.name, b.name))
      .slice(0, themesMax);
    const kept = phrases.filter((phrase) => list.includes(phrase));
    if (kept.length === phrases.length) return list;
    phrases = kept;
  }
}

const compareText = new Intl.Collator("en").compare;

/** As most write it; the first in the alphabet where as many write it otherwise. */
function mostWritten(written: ReadonlyMap<string, number>): string {
  return [...written].sort((a, b) => b[1] - a[1] || compareText(a[0], b[0]))[0]![0];
}

const segmenter = new Intl.Segmenter("und", { granularity: "word" });

/** A word to be counted by and its text; null for one that says nothing. */
type ReadWord = (segment: string) => { word: string; text: string } | null;

/** One thing and several are one theme, as far as a plural is an added s (English, Portuguese, Spanish, French). */
const singular = (word: string) => word.replace(/(\p{L}{3,}[^s\P{L}])s$/u, "$1");

/** Comments repeat their words: each is looked at once. */
function wordReader(isStop: (word: string) => boolean): ReadWord {
  const read = new Map<string, ReturnType<ReadWord>>();
  return (segment) => {
    const before = read.get(segment);
    if (before !== undefined) return before;
    const text = bare(segment);
    const word = folded(text);
    const found = saysSomething(word) && !isStop(word) ? { word: singular(word), text } : null;
    read.set(segment, found);
    return found;
  };
}

/** The words and pairs of neighbours of a comment that say something, each once. A mark or a stop word parts neighbours. */
function namesIn(
  comment: string,
  readWord: ReadWord,
): Iterable<{ key: string; text: string; words: string[] }> {
  const names = new Map<string, { key: string; text: string; words: string[] }>();
  const add = (words: string[], text: string) => {
    const key = words.join(" ");
    if (!names.has(key)) names.set(key, { key, text, words });
  };
  let before: { word: string; text: string } | null = null;
  let between = "";
  for (const { segment, isWordLike } of segmenter.segment(comment.normalize("NFC"))) {
    if (!isWordLike) {
      between += segment;
      continue;
    }
    const found = readWord(segment);
    if (found) {
      add([found.word], found.text);
      // Words of scripts without spaces are neighbours as they stand.
      if (before && /^[\s-]*$/.test(between))
        add([before.word, found.word], `${before.text}${between === "" ? "" : " "}${found.text}`);
    }
    before = found;
    between = "";
  }
  return names.values();
}

/** A word in lower case without `'s` and without an article or the like that an apostrophe joins to it (`l'exemple`). */
function bare(segment: string): string {
  const word = segment.toLowerCase().replaceAll("’", "'").replace(/'s$/, "");
  const [, joined] = /^\p{L}{1,5}'(\p{L}{3,})$/u.exec(word) ?? [];
  return joined ?? word;
}

/** Numbers, single letters of alphabets and what is left of contractions (`don't`) are no themes. */
function saysSomething(word: string): boolean {
  if (!/\p{L}/u.test(word) || word.includes("'")) return false;
  return [...word].length > 1 || /\p{Script=Han}/u.test(word);
}
