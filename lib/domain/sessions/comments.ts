import { franc } from "franc-min";
import Sentiment from "sentiment";
import * as lists from "stopword";
import { fewest } from "@/lib/measure/evidence";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { twoDecimals } from "@/lib/measure/rounding";
import type { sentiments, Theme } from "./schema";

/*
 * The analysis of comments: their language, stop words, sentiment, and the themes that several of
 * them mention. The word lists are large: only the server may load this file.
 */

/** How many of the latest comments themes are counted in: more would delay the page. */
export const themedMax = 2000;

/** Themes that are listed. */
const themesMax = 12;
/** A word is replaced by its phrases when at most this share of its comments contains none of them. */
const aloneShare = 0.2;

/** Raised when the analysis of a comment changes: the job then analyses all of them again. */
export const commentsVersion = 2;
/** What a comment names is kept up to this many: more would be a whole page's text. */
const namesMax = 60;

/** A comment as it is kept: its rating, and its words and phrases, each by its key and as it is written; null before its analysis. */
export type RatedNames = { rating: number; names: readonly (readonly [key: string, text: string])[] | null };

/** A word or a phrase while it is counted: the comments that contain it, and their spellings. */
type Candidate = { comments: Set<number>; written: Map<string, number>; words: readonly string[] };
type Named = Omit<Candidate, "written"> & { name: string };

/**
 * The words and two-word phrases that most comments contain (each comment once), without stop words; at most 12, those in most
 * comments first. Words are the same whatever their case, accents and plural s, and shown as most comments write them. A word that
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

/** Singular and plural are one theme if the plural adds an s (English, Portuguese, Spanish, French). */
const singular = (word: string) => word.replace(/(\p{L}{3,}[^s\P{L}])s$/u, "$1");

/** Words repeat, so each is analysed once. */
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

/** What is kept of comments in this language: their sentiment, and what they name. */
export function commentReader(language: Language) {
  const readers = new Map<Language, ReadWord>();
  /** Some people write in a language of their own: its stop words say nothing either. */
  const readerFor = (comment: string) => {
    const own = byLittleWords(wordsOf(comment).map(folded));
    const [isStop, isOwnStop] = [stopWordsOf(language), stopWordsOf(own ?? language)];
    return getOrInsert(readers, own, () => wordReader((word) => isStop(word) || isOwnStop(word)));
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

/** Languages that franc and the package know by the same code. */
const sameCodes =
  "ben bul deu ell eng fra guj hau hin hrv hun ind ita jpn kor mar mya nld pol ron rus som spa swe tgl tha tur ukr urd vie yor zul".split(
    " ",
  );
const byCode: Readonly<Record<string, readonly string[]>> = { ...lists };

/** Stop words by franc's language code. */
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

/** Stop words missing in the English list. */
const moreEnglish =
  `again cannot during everything gave give going just let lot lots me no none nor not nothing quite
  really shall so something than then thing things until upon us want when whose why will yes`.split(/\s+/);

/** Numbers and politeness, in the languages of the candidates: no theme in any of them. */
const sayingNothing: ReadonlySet<string> = new Set(
  `one two three four five six seven eight nine ten first second third thanks thank please sorry
  um uma dois duas tres quatro cinco seis sete oito nove dez primeiro primeira obrigado obrigada favor
  uno una dos cuatro siete ocho nueve diez primero primera gracias
  deux trois quatre cinq sept huit neuf dix premier premiere merci plait
  ein eine zwei drei vier funf sechs sieben acht neun zehn erste ersten danke bitte
  due tre quattro cinque sei otto dieci grazie prego
  een twee drie vijf zes zeven negen tien bedankt dank alstublieft`.split(/\s+/),
);

/** Words in the package's lists that can be themes. */
const telling: ReadonlySet<string> = new Set(["beispiel", "exemplo"]);

/** The candidates for short texts; if the language is unknown, the stop words of all are used. */
const likely = ["eng", "por", "spa", "fra", "deu", "ita", "nld"] as const;
/** With fewer letters franc's trigram statistics are unreliable. */
const francLettersMin = 120;
/** How much of the text franc reads. */
const sampleLength = 2048;

/** A word's form for comparison: lower case, Latin letters without their accents; other scripts' marks are letters. */
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

/** The words of a text that contain a letter: unchanged, but with plain apostrophes. */
function wordsOf(text: string): string[] {
  return [...text.replaceAll("’", "'").matchAll(/[\p{L}\p{M}][\p{L}\p{M}'\d]*/gu)].map(([word]) => word);
}

/** A language's ISO 639-3 code; null if unknown. */
type Language = string | null;

/** The language of a session's comments, taken together. */
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
  // A script used by one language is enough, even with few letters.
  if (/\p{L}/u.test(sample) && !/\p{Script=Latin}/u.test(sample)) {
    const code = franc(sample, { only: [...stopSets.keys()], minLength: 2 });
    return code === "und" ? null : code;
  }
  return byLittleWords(wordsOf(sample).map(folded));
}

/** The candidate language with the most stop words in the text; null with fewer than 2, and for a tie. */
function byLittleWords(words: readonly string[]): Language {
  const hits = likely
    .map((code) => ({ code, hits: words.filter((word) => stopSets.get(code)!.has(word)).length }))
    .sort((a, b) => b.hits - a.hits);
  const [first, second] = hits;
  return first && second && first.hits >= 2 && first.hits > second.hits ? first.code : null;
}

/** The folded stop words of a language; if unknown, of all candidates. English ones always: people mix languages. */
export function stopWordsOf(language: Language): (foldedWord: string) => boolean {
  const sets = (language === null ? likely : [language, "eng"]).flatMap((code) => stopSets.get(code) ?? []);
  return (word) => sayingNothing.has(word) || sets.some((set) => set.has(word));
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
