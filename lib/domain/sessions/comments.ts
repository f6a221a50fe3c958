import { franc } from "franc-min";
import Sentiment from "sentiment";
import * as lists from "stopword";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { twoDecimals } from "@/lib/measure/rounding";
import type { sentiments, Theme } from "./schema";

/*
 * What comments are about: in which language they are written, which of their words say nothing, how they judge, and what several of
 * them mention. The word lists are large: only the server may load this file.
 */

/** Comments that themes are searched in, the latest: counting the words of more would keep a page waiting. */
export const themedMax = 2000;

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
      const candidate = getOrInsert(candidates, key, () => ({
        comments: new Set<number>(),
        written: new Map<string, number>(),
        words,
      }));
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

/** Comments repeat their words: each is read once. */
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

/** Languages that franc and the package know by the same code. */
const sameCodes =
  "ben bul deu ell eng fra guj hau hin hrv hun ind ita jpn kor mar mya nld pol ron rus som spa swe tgl tha tur ukr urd vie yor zul".split(
    " ",
  );
const byCode: Readonly<Record<string, readonly string[]>> = { ...lists };

/** Stop words by the code that franc knows a language by. */
const stopLists: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(sameCodes.map((code) => [code, byCode[code]!])),
  arb: lists.ara,
  cmn: lists.zho,
  pan: lists.panGu,
  pes: lists.fas,
  por: [...lists.por, ...lists.porBr],
  swh: lists.swa,
  zlm: lists.msa,
};

/** Little words that the English list lacks. */
const moreEnglish =
  `again cannot during everything gave give going just let lot lots me no none nor not nothing quite
  really shall so something than then thing things until upon us want when whose why will yes`.split(/\s+/);

/** Words that the package's lists hold and that people comment on. */
const telling: ReadonlySet<string> = new Set(["beispiel", "exemplo"]);

/** What short texts are taken for, and whose little words leave where the language cannot be told. */
const likely = ["eng", "por", "spa", "fra", "deu", "ita", "nld"] as const;
/** Of fewer letters franc's three-letter statistics say anything. */
const francLettersMin = 120;
/** So much of the text is enough, and as much as franc reads. */
const sampleLength = 2048;

/** A word to be compared by: lower case, Latin letters without their accents; other scripts' marks are letters. */
function folded(word: string): string {
  return word
    .toLowerCase()
    .normalize("NFD")
    .replace(/(\p{Script=Latin})[\u0300-\u036f]+/gu, "$1")
    .normalize("NFC");
}

const stopSets = new Map<string, ReadonlySet<string>>(
  Object.entries(stopLists).map(([code, words]) => [
    code,
    new Set(
      [...words, ...(code === "eng" ? moreEnglish : [])].map(folded).filter((word) => !telling.has(word)),
    ),
  ]),
);

/** The words of a text that hold a letter: as they are written, but with plain apostrophes. */
function wordsOf(text: string): string[] {
  return [...text.replaceAll("’", "'").matchAll(/[\p{L}\p{M}][\p{L}\p{M}'\d]*/gu)].map(([word]) => word);
}

/** A language by its ISO 639-3 code; null where it cannot be told. */
type Language = string | null;

/** The language of a session's comments, all together. */
export function languageOf(comments: readonly string[]): Language {
  let sample = "";
  for (const comment of comments) {
    sample += `${comment}\n`;
    if (sample.length >= sampleLength) break;
  }
  if (sample.replace(/\P{L}/gu, "").length >= francLettersMin) {
    const code = franc(sample, { only: [...stopSets.keys()] });
    if (code !== "und") return code;
  }
  // Letters of one script only are told at once, however few.
  if (/\p{L}/u.test(sample) && !/\p{Script=Latin}/u.test(sample)) {
    const code = franc(sample, { only: [...stopSets.keys()], minLength: 2 });
    return code === "und" ? null : code;
  }
  return byLittleWords(wordsOf(sample).map(folded));
}

/** The one of the likely languages that most of the little words belong to; null with fewer than 2, and for a tie. */
function byLittleWords(words: readonly string[]): Language {
  const hits = likely
    .map((code) => ({ code, hits: words.filter((word) => stopSets.get(code)!.has(word)).length }))
    .sort((a, b) => b.hits - a.hits);
  const [first, second] = hits;
  return first && second && first.hits >= 2 && first.hits > second.hits ? first.code : null;
}

/** The folded words that say nothing, in a language; where it cannot be told, in all the likely ones. English ones always: people mix. */
export function stopWordsOf(language: Language): (foldedWord: string) => boolean {
  const sets = (language === null ? likely : [language, "eng"]).flatMap((code) => stopSets.get(code) ?? []);
  return (word) => sets.some((set) => set.has(word));
}

const lexicon = new Sentiment();

/**
 * Whether a comment is glad, by the AFINN lexicon's sum of its words; null in other languages than English. `language`: of
 * the session's comments, all together, for a comment is mostly too short to tell.
 */
export function sentimentOf(comment: string, language: Language): (typeof sentiments)[number] | null {
  const text = comment.replaceAll("’", "'");
  const { score, words } = lexicon.analyze(text);
  if (!isEnglish(text, language, words.length > 0)) return null;
  if (score > 0) return "positive";
  return score < 0 ? "negative" : "neutral";
}

function isEnglish(text: string, language: Language, inLexicon: boolean): boolean {
  const words = wordsOf(text).map(folded);
  const own = byLittleWords(words);
  if (own !== null) return own === "eng";
  if (language !== "eng") return false;
  if (words.length === 0) return inLexicon;
  const english = stopSets.get("eng")!;
  return (
    !/[^\p{ASCII}]/u.test(wordsOf(text).join("")) && (inLexicon || words.some((word) => english.has(word)))
  );
}
