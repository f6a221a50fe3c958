import { franc } from "franc-min";
import * as lists from "stopword";

/* The language of comments, and the words that say nothing in it. The word lists are large: only the server may load this file. */

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
export function folded(word: string): string {
  return word
    .toLowerCase()
    .normalize("NFD")
    .replace(/(\p{Script=Latin})[\u0300-\u036f]+/gu, "$1")
    .normalize("NFC");
}

export const stopSets = new Map<string, ReadonlySet<string>>(
  Object.entries(stopLists).map(([code, words]) => [
    code,
    new Set(
      [...words, ...(code === "eng" ? moreEnglish : [])].map(folded).filter((word) => !telling.has(word)),
    ),
  ]),
);

/** The words of a text that contain a letter: unchanged, but with plain apostrophes. */
export function wordsOf(text: string): string[] {
  return [...text.replaceAll("’", "'").matchAll(/[\p{L}\p{M}][\p{L}\p{M}'\d]*/gu)].map(([word]) => word);
}

/** A language's ISO 639-3 code; null if unknown. */
export type Language = string | null;

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
export function byLittleWords(words: readonly string[]): Language {
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
