import { stemmer as arabic } from "@orama/stemmers/arabic";
import { stemmer as bulgarian } from "@orama/stemmers/bulgarian";
import { stemmer as dutch } from "@orama/stemmers/dutch";
import { stemmer as english } from "@orama/stemmers/english";
import { stemmer as french } from "@orama/stemmers/french";
import { stemmer as german } from "@orama/stemmers/german";
import { stemmer as greek } from "@orama/stemmers/greek";
import { stemmer as hungarian } from "@orama/stemmers/hungarian";
import { stemmer as hindi } from "@orama/stemmers/indian";
import { stemmer as indonesian } from "@orama/stemmers/indonesian";
import { stemmer as italian } from "@orama/stemmers/italian";
import { stemmer as portuguese } from "@orama/stemmers/portuguese";
import { stemmer as romanian } from "@orama/stemmers/romanian";
import { stemmer as russian } from "@orama/stemmers/russian";
import { stemmer as spanish } from "@orama/stemmers/spanish";
import { stemmer as swedish } from "@orama/stemmers/swedish";
import { stemmer as turkish } from "@orama/stemmers/turkish";
import { stemmer as ukrainian } from "@orama/stemmers/ukrainian";
import { franc } from "franc-min";
import * as lists from "stopword";

/*
 * The language of comments, the words that say nothing in it, and the stems of the others. The word lists are large: only the server may load
 * this file.
 */

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

/** Stop words that are missing in the package's lists. */
const moreStopWords: Readonly<Record<string, string>> = {
  eng: `again cannot during everything gave give going just let lot lots me no none nor not nothing quite
    really shall so something than then thing things until upon us want when whose why will yes`,
  spa: `fue fueron era eran es son ser sido estar esta este esto estas estos estaba hay ha han he hace hacer tiene tienen tener
    puede bien todo toda todos todas mucho mucha muchos muchas otra otro otras otros vez les tan entre así cada solo aunque
    nada algo menos donde cuando`,
  fra: `tres plus comme tout toute tous toutes beaucoup peu fait peut bien déjà oui non aussi quand depuis jusqu entre parce
    ainsi chaque seulement rien quelque quelques moins trop encore`,
  ita: `molto molta senza tutto tutta tutti tutte poco fatto fare può bene essere stato già quando fino così ogni solo nulla
    qualcosa meno troppo ancora`,
  nld: "zeer alle weinig nee wanneer waar sinds tussen elke alleen minder heel",
};

/** Numbers, politeness, and praise or blame of nothing in particular, in the languages of the candidates: no theme in any of them. */
const sayingNothing: ReadonlySet<string> = new Set(
  `one two three four five six seven eight nine ten first second third thanks thank please sorry
  um uma dois duas tres quatro cinco seis sete oito nove dez primeiro primeira obrigado obrigada favor
  uno una dos cuatro siete ocho nueve diez primero primera gracias
  deux trois quatre cinq sept huit neuf dix premier premiere merci plait
  ein eine zwei drei vier funf sechs sieben acht neun zehn erste ersten danke bitte
  due tre quattro cinque sei otto dieci grazie prego
  een twee drie vijf zes zeven negen tien bedankt dank alstublieft
  good great nice excellent amazing awesome best better bad worse worst poor love loved like liked enjoy enjoyed super perfect fun
  bom boa bons boas otimo otima excelente legal melhor pior ruim gostei adorei amei perfeito perfeita
  bueno buena buenos buenas mejor peor malo mala genial gusto encanto perfecto perfecta
  bon bonne bons bonnes bien mieux mauvais mauvaise genial geniale parfait parfaite aime adore
  gut gute guter gutes besser beste schlecht toll prima perfekt gefallen gefiel
  buono buona bello bella ottimo ottima meglio peggio perfetto perfetta piaciuto
  goed goede beter beste slecht leuk mooi prachtig perfect`.split(/\s+/),
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
      [...words, ...(moreStopWords[code]?.split(/\s+/) ?? [])]
        .map(folded)
        .filter((word) => !telling.has(word)),
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
  const words = wordsOf(sample).map(folded);
  if (sample.replace(/\P{L}/gu, "").length >= francLettersMin) {
    const code = franc(sample, { only: [...stopSets.keys()] });
    // Franc takes some Portuguese for Tagalog: more stop words of a likelier language overrule it.
    if (code !== "und") return byLittleWords(words, [code, ...likely]) ?? code;
  }
  // A script used by one language is enough, even with few letters.
  if (/\p{L}/u.test(sample) && !/\p{Script=Latin}/u.test(sample)) {
    const code = franc(sample, { only: [...stopSets.keys()], minLength: 2 });
    return code === "und" ? null : code;
  }
  return byLittleWords(words);
}

/** The candidate language with the most stop words in the text; null with fewer than 2, and for a tie. */
export function byLittleWords(words: readonly string[], candidates: readonly string[] = likely): Language {
  const hits = [...new Set(candidates)]
    .map((code) => ({ code, hits: words.filter((word) => stopSets.get(code)!.has(word)).length }))
    .sort((a, b) => b.hits - a.hits);
  const [first, second] = hits;
  return first && second && first.hits >= 2 && first.hits > second.hits ? first.code : null;
}

/** How many more stop words of another language than of the session's show that a comment is written in it. */
const ownLead = 2;

/** The language of one comment of a session: the session's, unless its stop words are clearly another's. */
export function ownLanguageOf(comment: string, session: Language): Language {
  const words = wordsOf(comment).map(folded);
  const own = byLittleWords(words);
  const hits = (code: Language) => words.filter((word) => stopSets.get(code ?? "")?.has(word)).length;
  return own !== null && hits(own) >= hits(session) + ownLead ? own : session;
}

/** The folded stop words of a language; if unknown, of all candidates. English ones always: people mix languages. */
export function stopWordsOf(language: Language): (foldedWord: string) => boolean {
  const sets = (language === null ? likely : [language, "eng"]).flatMap((code) => stopSets.get(code) ?? []);
  return (word) => sayingNothing.has(word) || sets.some((set) => set.has(word));
}

/** By franc's language code: the part of a word that its inflections share, by the Snowball algorithms. */
const stemmers: Readonly<Record<string, (word: string) => string>> = {
  arb: arabic,
  bul: bulgarian,
  deu: german,
  ell: greek,
  eng: english,
  fra: french,
  hin: hindi,
  hun: hungarian,
  ind: indonesian,
  ita: italian,
  nld: dutch,
  por: portuguese,
  ron: romanian,
  rus: russian,
  spa: spanish,
  swe: swedish,
  tur: turkish,
  ukr: ukrainian,
};

/** Accents that people leave out and the stemmers need. */
const leftOutAccents: Readonly<Record<string, [end: RegExp, accented: string][]>> = {
  por: [
    [/cao$/, "ção"],
    [/coes$/, "ções"],
    [/s(a|o)(o|es)$/, "s$1\u0303$2"],
  ],
  spa: [[/([cs])ion$/, "$1ión"]],
};

/** A stem of fewer letters is that of many words (`don`: of `données`), unless only an ending of two letters or fewer was cut. */
const stemMin = 4;
const endingMax = 2;

/** What the inflections of a word share, folded; if the language is unknown, by the English endings, of which the plural s is others' too. */
export function stemOf(word: string, language: Language): string {
  const stem = stemmers[language ?? "eng"];
  if (!stem) return folded(word);
  const accented = (leftOutAccents[language ?? ""] ?? []).reduce(
    (text, [end, by]) => text.replace(end, by),
    word.normalize("NFC"),
  );
  const found = folded(stem(accented.normalize("NFC")));
  return found.length >= stemMin || word.length - found.length <= endingMax ? found : folded(word);
}
