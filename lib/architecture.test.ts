import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { describe, expect, test } from "vitest";

/*
 * The law of the house, without an exception list: which shelf may import which, what a domain's files are called, and
 * the few things that have one door each. A failing test names the file and what it did.
 */

type Import = { target: string; typeOnly: boolean };
type Source = { path: string; text: string; imports: Import[] };

const roots = ["app", "components", "lib", "drizzle", "e2e", "bench", "scripts"];
const rootFiles = readdirSync(".").filter((name) => /\.(ts|mjs|mts)$/.test(name) && !name.endsWith(".d.ts"));

function filesUnder(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(tsx?|mjs)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).replaceAll("\\", "/"));
}

/** A file that an import of ours means, or the package's name as it is. */
function resolveImport(from: string, name: string): string {
  if (!name.startsWith(".") && !name.startsWith("@/")) return name;
  const base = name.startsWith("@/") ? name.slice(2) : posix.join(dirname(from), name);
  const found = [base, `${base}.ts`, `${base}.tsx`, `${base}.mjs`].find(
    (path) => existsSync(path) && statSync(path).isFile(),
  );
  return found ?? base;
}

const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");

function importsOf(path: string, text: string): Import[] {
  const found: Import[] = [];
  const statement = /^\s*(?:import|export)\s+(type\s+)?(?:([^"';]*?)\s+from\s+)?["']([^"']+)["']/gm;
  for (const [, type, names, name] of text.matchAll(statement)) {
    // `import { type A, type B }` is as much a type import as `import type { A, B }`.
    const parts = names
      ?.match(/^\{([\s\S]*)\}$/)?.[1]
      ?.split(",")
      .filter((part) => part.trim());
    const onlyTypes = parts?.every((part) => part.trim().startsWith("type ")) ?? false;
    if (name) found.push({ target: resolveImport(path, name), typeOnly: Boolean(type) || onlyTypes });
  }
  for (const [, name] of text.matchAll(/\bimport\(\s*["']([^"']+)["']\s*\)/g))
    if (name) found.push({ target: resolveImport(path, name), typeOnly: false });
  return found;
}

const sources: Source[] = [...roots.flatMap(filesUnder), ...rootFiles].map((path) => {
  const text = withoutComments(readFileSync(path, "utf8"));
  return { path, text, imports: importsOf(path, text) };
});
const byPath = new Map(sources.map((source) => [source.path, source]));

const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path) || path.startsWith("lib/testing/");
const production = sources.filter(
  ({ path }) => !isTest(path) && /^(app|components|lib)\/|^server\.ts$/.test(path),
);

/** `lib/domain/videos/queries/x.ts` → shelf `lib/domain`, room `videos`; the tests of a shelf stand on it. */
function shelfOf(path: string): { shelf: string; room: string } | null {
  const [top = "", shelf = "", room = ""] = path.split("/");
  if (top !== "lib") return ["app", "components"].includes(top) ? { shelf: top, room: shelf } : null;
  return shelf.includes(".") ? null : { shelf: `lib/${shelf}`, room };
}

const floor = ["lib/measure", "lib/glossary", "lib/platform"];
const belowDomain = ["lib/http", "lib/auth", "lib/db", ...floor];
/** What each shelf may import beside itself. */
const law: Record<string, string[]> = {
  app: ["components", "lib/flows", "lib/domain", "lib/integrations", ...belowDomain],
  components: ["lib/domain", "lib/integrations", "lib/tracker", ...belowDomain],
  "lib/flows": ["lib/domain", "lib/integrations", ...belowDomain],
  "lib/domain": belowDomain,
  "lib/integrations": floor,
  "lib/tracker": [],
  "lib/http": ["lib/auth", "lib/db", ...floor],
  "lib/auth": ["lib/db", ...floor],
  "lib/db": floor,
  "lib/measure": ["lib/platform"],
  "lib/glossary": ["lib/platform"],
  "lib/platform": [],
  "lib/testing": [],
};

/** Every offence, as a line that says where it is. */
const offences = (find: (source: Source) => string[], among = sources): string[] =>
  among.flatMap((source) => find(source).map((words) => `${source.path} ${words}`));

const isServer = ({ path, text }: Source): boolean =>
  /^\s*import\s+["']server-only["']/.test(text) || path.startsWith("lib/db/");

/** The parts of the server that loading this file would load, through whatever it imports. */
function drawsInServer(start: Source): string[] {
  const seen = new Set<string>();
  const trail = [start];
  for (let source = trail.pop(); source; source = trail.pop()) {
    if (isServer(source)) return [`draws in ${source.path}`];
    // A server action is a door: the browser gets its address, not its code.
    if (/^\s*["']use server["']/.test(source.text)) continue;
    for (const { target, typeOnly } of source.imports) {
      if (typeOnly || seen.has(target)) continue;
      seen.add(target);
      if (/^(node:|postgres$|drizzle-orm)/.test(target)) return [`draws in ${target}, by ${source.path}`];
      const next = byPath.get(target);
      if (next) trail.push(next);
    }
  }
  return [];
}

describe("imports go one way", () => {
  test("every folder of lib is a shelf that the law knows", () => {
    const shelves = readdirSync("lib", { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => `lib/${entry.name}`);
    expect(shelves.filter((shelf) => !law[shelf])).toEqual([]);
  });

  test("no shelf imports one above it, and no domain or integration its neighbour", () => {
    const found = offences(({ path, imports }) => {
      const from = shelfOf(path);
      if (!from) return [];
      return imports.flatMap(({ target }) => {
        const to = shelfOf(target);
        if (!to) return [];
        // Worlds that tests share may use everything; only tests may use them.
        if (from.shelf === "lib/testing") return [];
        if (to.shelf === "lib/testing") return isTest(path) ? [] : [`imports ${target}`];
        if (to.shelf !== from.shelf) return law[from.shelf]?.includes(to.shelf) ? [] : [`imports ${target}`];
        const apart =
          from.shelf === "lib/domain" || (from.shelf === "lib/integrations" && to.room !== "report");
        return apart && to.room !== from.room ? [`imports its neighbour ${target}`] : [];
      });
    });
    expect(found).toEqual([]);
  });

  test("what runs in the browser draws in nothing of the server", () => {
    const browser = production.filter(
      ({ path, text }) => path.startsWith("components/") || /^\s*["']use client["']/.test(text),
    );
    expect(offences(drawsInServer, browser)).toEqual([]);
  });

  test("components read only the pure parts of an integration", () => {
    const found = offences(
      ({ imports }) =>
        imports
          .filter(({ target }) => /^lib\/integrations\/(?!report\/)[^/]+\/(?!(wire|map)\.ts$)/.test(target))
          .map(({ target }) => `imports ${target}`),
      sources.filter(({ path }) => path.startsWith("components/")),
    );
    expect(found).toEqual([]);
  });
});

describe("a domain's files come from a closed vocabulary", () => {
  const server = /^(queries|mutations|ingest)$/;
  /** Parts of a noun that is too large for one flat folder. */
  const subNoun = /^(live|imports|findings)$/;
  const domainFiles = sources
    .filter(({ path }) => path.startsWith("lib/domain/"))
    .map((source) => {
      const [role = "", ...rest] = source.path.split("/").slice(3);
      return { ...source, role: role.replace(/(\.db)?(\.test)?\.tsx?$/, ""), depth: rest.length };
    });

  test("only queries, mutations, ingest and sub-nouns grow into folders, one deep", () => {
    const found = domainFiles
      .filter(({ role, depth }) => depth > 1 || (depth === 1 && !server.test(role) && !subNoun.test(role)))
      .map(({ path }) => path);
    expect(found).toEqual([]);
  });

  test("queries, mutations and ingest begin with the server's marker", () => {
    const found = domainFiles
      .filter(
        ({ path, role, text }) =>
          server.test(role) && !isTest(path) && !/^\s*import\s+["']server-only["']/.test(text),
      )
      .map(({ path }) => path);
    expect(found).toEqual([]);
  });

  test("every file that is not marked as the server's is pure: it reads no database, no session and no clock", () => {
    const pure = domainFiles.filter(
      (source) => !isServer(source) && source.role !== "actions" && !isTest(source.path),
    );
    const clocks = ({ text }: Source) =>
      [...text.matchAll(/Date\.now\(\)|new Date\(\)|Math\.random\(\)/g)].map(([call]) => `calls ${call}`);
    expect([...offences(drawsInServer, pure), ...offences(clocks, pure)]).toEqual([]);
  });

  test("actions are server actions, and only their own noun's components import them", () => {
    const isActions = /^lib\/domain\/([^/]+)\/actions\.ts$/;
    const found = offences(({ path, text, imports }) => {
      if (isActions.test(path) && !/^\s*["']use server["']/.test(text))
        return ['does not begin with "use server"'];
      return imports
        .filter(({ target }) => {
          const noun = isActions.exec(target)?.[1];
          return noun && !isTest(path) && !path.startsWith(`components/${noun}/`);
        })
        .map(({ target }) => `imports ${target}`);
    });
    expect(found).toEqual([]);
  });
});

describe("some things have one door", () => {
  const uses = (pattern: RegExp, allowed: RegExp, among = production): string[] =>
    offences(
      // Words in quotes are shown to people; they run nowhere.
      ({ text }) =>
        [...text.replace(/"(?:[^"\\\n]|\\.)*"/g, '""').matchAll(pattern)].map(([match]) => `has ${match}`),
      among,
    ).filter((line) => !allowed.test(line));

  test("scopes are minted where somebody proved who they are, and in tests and jobs", () => {
    const found = offences(({ path, text }) =>
      /\bmintScope\b/.test(text) && !/^(lib\/auth|drizzle\/seed)\//.test(path) && !isTest(path)
        ? ["mints a scope"]
        : [],
    );
    expect(found).toEqual([]);
  });

  test("settings are read in lib/platform/env.ts", () => {
    expect(uses(/process\.env\b(\.\w+)?/g, /^lib\/platform\/(env|log)\.ts /)).toEqual([]);
  });

  test("state that lives as long as the process is made in lib/platform/process.ts", () => {
    expect(uses(/\bglobalThis\b/g, /^lib\/platform\/process\.ts /)).toEqual([]);
  });

  test("the clock and chance do not enter the arithmetic below the flows", () => {
    const pure = production.filter(({ path }) => path.startsWith("lib/measure/"));
    expect(uses(/Date\.now\(\)|new Date\(\)|Math\.random\(\)/g, /^$/, pure)).toEqual([]);
  });
});

describe("a file says what it is", () => {
  test("no file is named for being a file", () => {
    const vague = /(^|\/)(index|utils?|helpers?|types?|constants?|services?|common|misc|shared)\.(tsx?|mjs)$/;
    expect(sources.map(({ path }) => path).filter((path) => vague.test(path))).toEqual([]);
  });

  test("no file is too long to be read in one sitting", () => {
    // About 300 is the aim; a quarter more is where splitting stops being a matter of taste.
    const longest = 375;
    const found = sources
      .map(({ path }) => ({ path, lines: readFileSync(path, "utf8").split("\n").length - 1 }))
      .filter(({ lines }) => lines > longest)
      .map(({ path, lines }) => `${path} has ${lines} lines`);
    expect(found).toEqual([]);
  });
});
