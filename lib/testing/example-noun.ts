import { readFileSync } from "node:fs";

/* The noun that the README builds ("Adding a noun") as files, so that tests can compile and check it. */

type Files = Record<string, string>;

/** A code block that names its file: `// path` above a new file, `--- path` above a change. */
const block = /^```(?:tsx?|diff)\n(\/\/|---) (\S+)\n([\s\S]*?)^```$/gm;

/** The files that the README creates, and those that it changes, with the changes applied. Throws if a change no longer applies. */
export function exampleNoun(): { created: Files; changed: Files } {
  const created: Files = {};
  const changed: Files = {};
  for (const [, kind, path = "", text = ""] of readFileSync("README.md", "utf8").matchAll(block))
    if (kind === "//") created[path] = text.replace(/^\n/, "");
    else changed[path] = withChange(path, changed[path] ?? readFileSync(path, "utf8"), text);
  return { created, changed };
}

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
