import "server-only";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import compile from "icu-minify/compile";
import { createTranslator } from "use-intl/core";
import { type Catalogue, languageOf, type Translate } from "@/lib/language/language";
import { byLanguage, type LanguageCode } from "@/lib/language/languages";
import { processSingleton } from "./process";

/*
 * Every message in every language, for the server. A browser gets only those that its page uses (components/shell/client-messages.tsx).
 * They are read from the files and parsed once per process, when a language is first needed: as imports they would be in the bundle of
 * each route, and in memory as often.
 */

/** Where the messages of a language are. */
const folderOf = (code: LanguageCode) =>
  join(/* turbopackIgnore: true */ process.cwd(), "lib", "language", "messages", code);

/** Messages in the form that their formatter takes. */
export type Parsed = { [name: string]: ReturnType<typeof compile> | Parsed };

/** The messages of a language as they are written, in ICU MessageFormat. */
export const messagesOf = (code: LanguageCode): Catalogue =>
  Object.fromEntries(
    readdirSync(folderOf(code)).map((file) => [
      file.replace(".json", ""),
      JSON.parse(readFileSync(join(folderOf(code), file), "utf8")),
    ]),
  ) as Catalogue;

type Written = { [name: string]: string | Written };

const parsed = (messages: Written): Parsed =>
  Object.fromEntries(
    Object.entries(messages).map(([name, part]) => [
      name,
      typeof part === "string" ? compile(part) : parsed(part),
    ]),
  );

/** The parsed messages of a language, by area: plain objects, because React gives no others to a browser. */
export const catalogueOf = (code: LanguageCode): Parsed =>
  processSingleton(`catalogue ${code}`, () => JSON.parse(JSON.stringify(parsed(messagesOf(code)))));

/** The language of this code, outside a page: of an API's answer, a mail, a test. */
export const languageIn = byLanguage((code) => {
  const t = createTranslator({
    locale: code,
    messages: catalogueOf(code) as Record<string, unknown>,
    // A message that is missing or lacks a value is a fault of the program.
    onError: (error) => {
      throw error;
    },
  });
  return languageOf(code, t as unknown as Translate);
});
