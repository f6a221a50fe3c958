import { readFileSync } from "node:fs";

/* The noun that the README builds ("Adding a noun"), as files: so that tests can compile and check it. */

type Files = Record<string, string>;

/** A code block that names its file: `// path` above a new file, `--- path` above a change. */
const block = /^```(?:tsx?|diff)\n(\/\/|---) (\S+)\n([\s\S]*?)^```$/gm;

/** What the README creates, and the files that it changes, with the changes made. Throws for a change that no longer fits. */
export function exampleNoun(): { created: Files; changed: Files } {
  const created: Files = {};
  const changed: Files = {};
  for (const [, kind, path = "", text = ""] of readFileSync("README.md", "utf8").matchAll(block))
    if (kind === "//") created[path] = text.replace(/^\n/, "");
    else changed[path] = withChange(path, changed[path] ?? readFileSync(path, "utf8"), text);
  return { created, changed };
}

/** A file's text after a change in the form of a diff, whose old lines must be in it once. */
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
