import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";

/* The project's own source code as data, for lib/architecture.test.ts. */

type Import = {
  target: string;
  typeOnly: boolean;
  /** The values that it takes; null for all, as a default import or `import()` does. */
  names: string[] | null;
  /** The text of an `import()`; null for a statement. */
  lazy: string | null;
};
export type Source = { path: string; lines: number; text: string; imports: Import[]; exports: string[] };

/** All source files, and what the rules read from them together. */
export type Code = {
  sources: Source[];
  production: Source[];
  byPath: Map<string, Source>;
  /** The files that import a file, without tests. */
  importersOf: Map<string, string[]>;
};

const folders = ["app", "components", "lib", "drizzle", "e2e", "bench", "scripts"];

function readFiles(): Map<string, string> {
  const inFolders = folders.filter(existsSync).flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(tsx?|mjs)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name).replaceAll("\\", "/")),
  );
  const atRoot = readdirSync(".").filter((name) => /\.(ts|mjs|mts)$/.test(name) && !name.endsWith(".d.ts"));
  return new Map([...inFolders, ...atRoot].map((path) => [path, readFileSync(path, "utf8")]));
}

export const isTest = (path: string): boolean =>
  /\.test\.tsx?$/.test(path) || path.startsWith("lib/testing/");

const committed = readFiles();
const paths = new Set(committed.keys());
const parsed = [...committed].map(([path, whole]) => parse(path, whole, paths));

/** The committed code; planted `files` of code are added, or replace files of the same path. */
export function readCode(files: Record<string, string> = {}): Code {
  const planted = Object.fromEntries(Object.entries(files).filter(([path]) => /\.(tsx?|mjs)$/.test(path)));
  const existing = new Set([...paths, ...Object.keys(planted)]);
  const sources = [
    ...parsed.filter(({ path }) => !(path in planted)),
    ...Object.entries(planted).map(([path, whole]) => parse(path, whole, existing)),
  ];
  const importersOf = new Map<string, string[]>();
  for (const { path, imports } of sources)
    for (const target of new Set(imports.map((one) => one.target)))
      if (!isTest(path)) importersOf.set(target, [...(importersOf.get(target) ?? []), path]);
  return {
    sources,
    production: sources.filter(
      ({ path }) => !isTest(path) && /^(app|components|lib)\/|^server\.ts$/.test(path),
    ),
    byPath: new Map(sources.map((source) => [source.path, source])),
    importersOf,
  };
}

function parse(path: string, whole: string, existing: Set<string>): Source {
  const text = withoutComments(whole);
  const lines = whole.split("\n").length - 1;
  return { path, lines, text, imports: importsOf(path, text, existing), exports: exportsOf(text) };
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");
}

/** The file that an import names, or the unchanged package name. */
function resolveImport(from: string, name: string, existing: Set<string>): string {
  if (!name.startsWith(".") && !name.startsWith("@/")) return name;
  const base = name.startsWith("@/") ? name.slice(2) : posix.join(dirname(from), name);
  return [base, `${base}.ts`, `${base}.tsx`, `${base}.mjs`].find((path) => existing.has(path)) ?? base;
}

function importsOf(path: string, text: string, existing: Set<string>): Import[] {
  const imports: Import[] = [];
  const statement = /^\s*(?:import|export)\s+(type\s+)?(?:([^"';]*?)\s+from\s+)?["']([^"']+)["']/gm;
  for (const [, type, names, name = ""] of text.matchAll(statement)) {
    // `import { type A, type B }` is as much a type import as `import type { A, B }`.
    const parts = names
      ?.match(/^\{([\s\S]*)\}$/)?.[1]
      ?.split(",")
      .filter((part) => part.trim());
    const values = parts?.map((part) => part.trim()).filter((part) => !part.startsWith("type "));
    imports.push({
      target: resolveImport(path, name, existing),
      typeOnly: Boolean(type) || values?.length === 0,
      names: values?.map((part) => part.split(/\s+as\s+/)[0] ?? "") ?? null,
      lazy: null,
    });
  }
  for (const [lazy, name = ""] of text.matchAll(/\bimport\(\s*["']([^"']+)["']\s*\)/g))
    imports.push({ target: resolveImport(path, name, existing), typeOnly: false, names: null, lazy });
  return imports;
}

function exportsOf(text: string): string[] {
  const declared = [
    ...text.matchAll(
      /^export\s+(?:declare\s+)?(?:async\s+)?(?:const|let|function\*?|class|type|interface|enum)\s+(\w+)/gm,
    ),
  ].map(([, name = ""]) => name);
  const listed = [...text.matchAll(/^export\s+(?:type\s+)?\{([^}]*)\}(?!\s*from)/gm)].flatMap(
    ([, names = ""]) =>
      names
        .split(",")
        .map(
          (name) =>
            name
              .trim()
              .split(/\s+as\s+/)
              .at(-1) ?? "",
        )
        .filter(Boolean),
  );
  // A value and a type of one name are one export (`const role`, `type role`).
  return [...new Set([...declared, ...listed])];
}
