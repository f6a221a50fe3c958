import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { envSchema } from "./platform/env";

/* What the README and docs name exists. */

const documents = [
  "README.md",
  ...(existsSync("docs")
    ? readdirSync("docs", { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".md"))
        .map((name) => join("docs", name))
    : []),
];

const read = (document: string): string => (existsSync(document) ? readFileSync(document, "utf8") : "");

/** Everything in backticks, and the lines of code blocks. */
function quoted(text: string): string[] {
  const blocks = [...text.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].flatMap(([, block = ""]) =>
    block.split("\n"),
  );
  const inline = [...text.replace(/^```[\s\S]*?^```/gm, "").matchAll(/`([^`\n]+)`/g)].map(
    ([, code = ""]) => code,
  );
  return [...blocks, ...inline];
}

const scripts: Record<string, string> = JSON.parse(readFileSync("package.json", "utf8")).scripts;
const generated =
  /^(public\/(?:lectern|tracker|live)[\w-]*\.m?js|\.lectern|\.next|dist|test-results|node_modules)(\/|$)/;
const folders = readdirSync(".", { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
  .map((entry) => entry.name);

/** Whether it is a path of this project: it begins with a folder at the root, or is a file there; placeholders and wildcards do not count. */
function isPath(code: string): boolean {
  if (/[\s<>*{}$…]|\.\.\.|^https?:|^\//.test(code) || generated.test(code)) return false;
  const [first = ""] = code.split("/");
  return code.includes("/")
    ? folders.includes(first)
    : /^[\w.-]+\.(md|ts|tsx|mjs|mts|json|css|js)$/.test(code);
}

test("there is a README", () => {
  expect(existsSync("README.md")).toBe(true);
});

describe.each(documents)("%s", (document) => {
  const text = read(document);

  test("cites only paths that exist", () => {
    const links = [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
      .map(([, target = ""]) => target)
      .filter((target) => !/^[a-z]+:/.test(target))
      .map((target) => join(dirname(document), target));
    const cited = quoted(text).filter(isPath);
    expect([...links, ...cited].filter((path) => !existsSync(path))).toEqual([]);
  });

  test("cites only commands that exist", () => {
    const commands = quoted(text).flatMap((code) =>
      [...code.matchAll(/\bnpm (?:run ([\w:-]+)|(start|test))\b/g)].map(
        ([, run, short]) => run ?? short ?? "",
      ),
    );
    expect(commands.filter((name) => !scripts[name])).toEqual([]);
  });
});

test("the README names every migration after which the version before does not run", () => {
  const changing = readdirSync("drizzle/migrations").filter(
    (file) =>
      file.endsWith(".sql") &&
      /\bRENAME\b|SET DATA TYPE|DROP (TABLE|COLUMN|TYPE)/i.test(read(`drizzle/migrations/${file}`)),
  );
  expect(changing.length).toBeGreaterThan(0);
  const named = /^\*\*Back to the version before\.\*\*[\s\S]*?\n\n/m.exec(read("README.md"))?.[0] ?? "";
  expect(changing.filter((file) => !named.includes(file.replace(".sql", "")))).toEqual([]);
});

test("the README explains every setting", () => {
  const named = quoted(read("README.md")).join("\n");
  expect(Object.keys(envSchema.shape).filter((name) => !new RegExp(`\\b${name}\\b`).test(named))).toEqual([]);
});

test("the README's map lists every folder, and only what exists", () => {
  const [, map = ""] = /^## How it is built\n\n```\n([\s\S]*?)^```/m.exec(read("README.md")) ?? [];
  const listed = map.split("\n").flatMap((line) => /^(\S+)/.exec(line)?.[1] ?? []);
  expect(listed.filter((path) => !existsSync(path))).toEqual([]);
  const inLib = readdirSync("lib", { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `lib/${name}/`);
  for (const layer of ["domain", "flows", "integrations"]) {
    const named = map.match(new RegExp(`^lib/${layer}/.*`, "m"))?.[0].match(/[\w-]+/g);
    expect(named).toEqual(expect.arrayContaining(readdirSync(`lib/${layer}`)));
  }
  const source = folders.filter((name) => !generated.test(name) && !["docs", "lib"].includes(name));
  const expected = [...source.map((name) => `${name}/`), ...inLib];
  expect(expected.filter((path) => !listed.includes(path))).toEqual([]);
});
