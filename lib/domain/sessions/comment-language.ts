import { franc } from "franc-min";
import Sentiment from "sentiment";
import * as lists from "stopword";
import type { sentiments } from "./schema";

/*
 * In which language comments are written, which of their words say nothing, and whether they are glad. The word lists are
 * large: only the server may load this file.
 */

/** Stop words by the code that franc knows a language by. */
const stopLists: Readonly<Record<string, readonly string[]>> = {
  arb: lists.ara,
  ben: lists.ben,
  bul: lists.bul,
  cmn: lists.zho,
  deu: lists.deu,
  ell: lists.ell,
  eng: lists.eng,
  fra: lists.fra,
  guj: lists.guj,
  hau: lists.hau,
  hin: lists.hin,
  hrv: lists.hrv,
  hun: lists.hun,
  ind: lists.ind,
  ita: lists.ita,
  jpn: lists.jpn,
  kor: lists.kor,
  mar: lists.mar,
  mya: lists.mya,
  nld: lists.nld,
  pan: lists.panGu,
  pes: lists.fas,
  pol: lists.pol,
  por: [...lists.por, ...lists.porBr],
  ron: lists.ron,
  rus: lists.rus,
  som: lists.som,
  spa: lists.spa,
  swe: lists.swe,
  swh: lists.swa,
  tgl: lists.tgl,
  tha: lists.tha,
  tur: lists.tur,
  ukr: lists.ukr,
  urd: lists.urd,
  vie: lists.vie,
  yor: lists.yor,
  zlm: lists.msa,
  zul: lists.zul,
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
export function folded(word: string): string {
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
export function wordsOf(text: string): string[] {
  return [...text.replaceAll("’", "'").matchAll(/[\p{L}\p{M}][\p{L}\p{M}'\d]*/gu)].map(([word]) => word);
}

/** A language by its ISO 639-3 code; null where it cannot be told. */
export type Language = string | null;

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
