import { readFileSync } from "node:fs";
import { languageCodes } from "@/lib/language/languages";

/* The noun that the README builds ("Adding a noun") as files, so that tests can compile and check it. */

type Files = Record<string, string>;

/** A code block that names its file: `// path` above a new file, `--- path` above a change. */
const block = /^```(?:tsx?|json|diff)\n(\/\/|---) (\S+)\n([\s\S]*?)^```$/gm;

/**
 * The files that the README creates, and those that it changes, with the changes applied; the English messages stand for those in the
 * other languages. Throws if a change no longer applies.
 */
export function exampleNoun(): { created: Files; changed: Files } {
  const created: Files = {};
  const changed: Files = {};
  for (const [, kind, path = "", text = ""] of readFileSync("README.md", "utf8").matchAll(block))
    if (kind === "//") for (const each of inLanguages(path)) created[each] = text.replace(/^\n/, "");
    else
      for (const each of inLanguages(path))
        changed[each] = withChange(each, changed[each] ?? readFileSync(each, "utf8"), text);
  return { created, changed };
}

/** A file, or for English messages those of all languages. */
const inLanguages = (path: string): string[] => [
  ...new Set(languageCodes.map((code) => path.replace("/messages/en/", `/messages/${code}/`))),
];

/** A file's text after a diff is applied, whose old lines must occur in it once. */
function withChange(path: string, text: string, change: string): string {
  const lines = change.trimEnd().split("\n");
  const side = (marks: string) =>
    lines
      .filter((line) => marks.includes(line[0] ?? " "))
      .map((line) => line.slice(1))
      .join("\n");
  const parts = text.split(side(" -"));
  if (parts.length !== 2) throw new Error(`the README's change does not fit ${path}`);
  return parts.join(side(" +"));
}
