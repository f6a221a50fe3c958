import Sentiment from "sentiment";
import { fewest } from "@/lib/measure/evidence";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { twoDecimals } from "@/lib/measure/rounding";
import {
  byLittleWords,
  folded,
  type Language,
  ownLanguageOf,
  stemOf,
  stopSets,
  stopWordsOf,
  wordsOf,
} from "./comment-language";
import type { sentiments, Theme } from "./schema";

/*
 * The analysis of comments: their sentiment, and the themes that several of them mention. The word lists are large: only the server may
 * load this file.
 */

/** How many of the latest comments themes are counted in: more would delay the page. */
export const themedMax = 2000;

/** Themes that are listed. */
const themesMax = 12;
/** A word is replaced by its phrases when at most this share of its comments contains none of them. */
const aloneShare = 0.2;

/** Raised when the analysis of a comment changes: the job then analyses all of them again. */
export const commentsVersion = 3;
/** What a comment names is kept up to this many: more would be a whole page's text. */
const namesMax = 60;

/** A comment as it is kept: its rating, and its words and phrases, each by its key and as it is written; null before its analysis. */
export type RatedNames = { rating: number; names: readonly (readonly [key: string, text: string])[] | null };

/** A word or a phrase while it is counted: the comments that contain it, and their spellings. */
type Candidate = { comments: Set<number>; written: Map<string, number>; words: readonly string[] };
type Named = Omit<Candidate, "written"> & { name: string };

/**
 * The words and two-word phrases that most comments contain (each comment once), without stop words; at most 12, those in most
 * comments first. Words are the same whatever their case, accents and endings, and shown as most comments write them. A word that
 * is found (nearly) only within phrases of the list is left out.
 */
export function themesOf(comments: readonly RatedNames[]): Theme[] {
  const candidates = new Map<string, Candidate>();
  for (const [index, { names }] of comments.entries())
    for (const [key, text] of names ?? []) {
      const candidate = getOrInsert(candidates, key, () => ({
        comments: new Set<number>(),
        written: new Map<string, number>(),
        words: key.split(" "),
      }));
      candidate.comments.add(index);
      candidate.written.set(text, (candidate.written.get(text) ?? 0) + 1);
    }
  const shared = [...candidates.values()]
    .filter((candidate) => candidate.comments.size >= fewest.comments_for_theme)
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

/** The first of them; a word is dropped only for phrases on the list, so that neither is missing. */
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

/** The most frequent spelling; the first in the alphabet for a tie. */
function mostWritten(written: ReadonlyMap<string, number>): string {
  return [...written].sort((a, b) => b[1] - a[1] || compareText(a[0], b[0]))[0]![0];
}

const segmenter = new Intl.Segmenter("und", { granularity: "word" });

/** A word's key and its text; null for a stop word. */
type ReadWord = (segment: string) => { word: string; text: string } | null;

/** Words repeat, so each is analysed once. */
function wordReader(isStop: (word: string) => boolean, language: Language): ReadWord {
  const read = new Map<string, ReturnType<ReadWord>>();
  return (segment) => {
    const before = read.get(segment);
    if (before !== undefined) return before;
    const text = bare(segment);
    const word = folded(text);
    const found = saysSomething(word) && !isStop(word) ? { word: stemOf(text, language), text } : null;
    read.set(segment, found);
    return found;
  };
}

/** What is kept of comments in this language: their sentiment, and what they name. */
export function commentReader(language: Language) {
  const readers = new Map<Language, ReadWord>();
  const isStop = stopWordsOf(language);
  /** Some people write in a language of their own: its stop words say nothing either, and its endings are those of their words. */
  const readerFor = (comment: string) => {
    const own = ownLanguageOf(comment, language);
    const isOwnStop = stopWordsOf(own);
    return getOrInsert(readers, own, () => wordReader((word) => isStop(word) || isOwnStop(word), own));
  };
  return (comment: string) => ({
    sentiment: sentimentOf(comment, language),
    names: [...namesIn(comment, readerFor(comment))].slice(0, namesMax),
  });
}

/** A comment's words and pairs of neighbours without stop words, each once. Punctuation and stop words separate neighbours. */
function namesIn(comment: string, readWord: ReadWord): Iterable<[key: string, text: string]> {
  const names = new Map<string, string>();
  const add = (words: string[], text: string) => {
    const key = words.join(" ");
    if (!names.has(key)) names.set(key, text);
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
      // In scripts without spaces, adjacent words are neighbours.
      if (before && /^[\s-]*$/.test(between))
        add([before.word, found.word], `${before.text}${between === "" ? "" : " "}${found.text}`);
    }
    before = found;
    between = "";
  }
  return names;
}

/** A word in lower case without `'s` and without an article or the like that an apostrophe joins to it (`l'exemple`). */
function bare(segment: string): string {
  const word = segment.toLowerCase().replaceAll("’", "'").replace(/'s$/, "");
  const [, joined] = /^\p{L}{1,5}'(\p{L}{3,})$/u.exec(word) ?? [];
  return joined ?? word;
}

/** Numbers, single letters and parts of contractions (`don't`) are no themes. */
function saysSomething(word: string): boolean {
  if (!/\p{L}/u.test(word) || word.includes("'")) return false;
  return [...word].length > 1 || /\p{Script=Han}/u.test(word);
}

const lexicon = new Sentiment();

/**
 * A comment's sentiment, by the AFINN lexicon's sum of its words; null in languages other than English. `language`: of
 * the session's comments together, because one comment is mostly too short.
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
