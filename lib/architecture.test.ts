import { describe, expect, test } from "vitest";
import { exampleNoun } from "./testing/example-noun";
import { type Code, isTest, readCode, type Source } from "./testing/source-code";

/*
 * The law of imports and the rules of the tree (README, "How it is built"), without an exception list. Each rule returns its
 * offences, a line each, and carries a planted file that it must find: a rule that cannot fail is not a rule.
 */

type Rule = {
  name: string;
  offences: (code: Code) => string[];
  planted: Record<string, string>;
};

/** `lib/domain/videos/queries/x.ts` → layer `lib/domain`, noun `videos`. */
function placeOf(path: string): { layer: string; noun: string } | null {
  const [top = "", layer = "", noun = ""] = path.split("/");
  if (top !== "lib") return ["app", "components"].includes(top) ? { layer: top, noun: layer } : null;
  return layer.includes(".") ? null : { layer: `lib/${layer}`, noun };
}

const lowest = ["lib/measure", "lib/glossary", "lib/platform"];
const belowDomain = ["lib/http", "lib/auth", "lib/db", ...lowest];
/** What each layer may import beside itself. */
const law: Record<string, string[]> = {
  app: ["components", "lib/flows", "lib/domain", "lib/integrations", ...belowDomain],
  components: ["lib/domain", "lib/integrations", "lib/tracker", ...belowDomain],
  "lib/flows": ["lib/domain", "lib/integrations", ...belowDomain],
  "lib/domain": belowDomain,
  "lib/integrations": lowest,
  "lib/tracker": [],
  "lib/http": ["lib/auth", "lib/db", ...lowest],
  "lib/auth": ["lib/db", ...lowest],
  "lib/db": lowest,
  "lib/measure": ["lib/platform"],
  "lib/glossary": ["lib/platform"],
  "lib/platform": [],
  "lib/testing": [],
};

/** Every offence, as a line that says where it is. */
const each = (sources: Source[], find: (source: Source) => string[]): string[] =>
  sources.flatMap((source) => find(source).map((words) => `${source.path} ${words}`));

const under = (sources: Source[], folder: string): Source[] =>
  sources.filter(({ path }) => path.startsWith(folder));

const isMarkedServer = ({ text }: Source): boolean => /^\s*import\s+["']server-only["']/.test(text);
const isServer = (source: Source): boolean => isMarkedServer(source) || source.path.startsWith("lib/db/");

/** The parts of the server that loading this file would load, through whatever it imports. */
function drawsInServer(start: Source, { byPath }: Code): string[] {
  const seen = new Set<string>();
  const trail = [start];
  for (let source = trail.pop(); source; source = trail.pop()) {
    if (isServer(source)) return [`draws in ${source.path}`];
    // Of a server action the browser gets the address, not the code.
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

/** Where the code has something, its quoted words left out: those are shown to people and run nowhere. */
const uses = (sources: Source[], pattern: RegExp): string[] =>
  each(sources, ({ text }) =>
    [...text.replace(/"(?:[^"\\\n]|\\.)*"/g, '""').matchAll(pattern)].map(([match]) => `has ${match}`),
  );

const except = (offences: string[], allowed: RegExp): string[] =>
  offences.filter((line) => !allowed.test(line));

const clocks = /Date\.now\(\)|new Date\(\)|Math\.random\(\)/g;

/* ---- Domains: a closed vocabulary of files ---- */

const serverRoles = /^(queries|mutations|ingest)$/;
/** Parts of a noun that is too large for one flat folder. */
const subNouns = /^(live|imports|findings)$/;

const domainFiles = ({ sources }: Code) =>
  under(sources, "lib/domain/").map((source) => {
    const [role = "", ...rest] = source.path.split("/").slice(3);
    return { ...source, role: role.replace(/(\.db)?(\.test)?\.tsx?$/, ""), depth: rest.length };
  });

/* ---- The rules ---- */

const imports: Rule[] = [
  {
    name: "every folder of lib is a layer that the law knows",
    offences: ({ sources }) =>
      each(sources, ({ path }) => {
        const place = placeOf(path);
        return place && !law[place.layer] ? ["is in no layer"] : [];
      }),
    planted: { "lib/extras/one.ts": "export const one = 1;\n" },
  },
  {
    name: "no layer imports one above it",
    offences: ({ sources }) =>
      each(sources, ({ path, imports }) => {
        const from = placeOf(path)?.layer;
        if (!from || isTest(path)) return [];
        return imports
          .map(({ target }) => ({ target, to: placeOf(target)?.layer }))
          .filter(({ to }) => to && to !== from && !law[from]?.includes(to))
          .map(({ target }) => `imports ${target}`);
      }),
    planted: { "lib/measure/planted.ts": 'import { db } from "@/lib/db/client";\n' },
  },
  {
    name: "no domain or integration imports its neighbour",
    offences: ({ sources }) =>
      each(sources, ({ path, imports }) => {
        const from = placeOf(path);
        if (from?.layer !== "lib/domain" && from?.layer !== "lib/integrations") return [];
        return (
          imports
            .map(({ target }) => ({ target, to: placeOf(target) }))
            .filter(({ to }) => to?.layer === from.layer && to.noun !== from.noun)
            // What reports share is no integration of its own.
            .filter(({ to }) => !(to?.layer === "lib/integrations" && to.noun === "report"))
            .map(({ target }) => `imports its neighbour ${target}`)
        );
      }),
    planted: { "lib/domain/videos/planted.ts": 'import type { Session } from "../sessions/session";\n' },
  },
  {
    name: "what runs in the browser draws in nothing of the server",
    offences: (code) =>
      each(
        code.production.filter(
          ({ path, text }) => path.startsWith("components/") || /^\s*["']use client["']/.test(text),
        ),
        (source) => drawsInServer(source, code),
      ),
    planted: { "components/ui/planted.tsx": 'import { audit } from "@/lib/auth/audit";\n' },
  },
];

const domains: Rule[] = [
  {
    name: "only queries, mutations, ingest and sub-nouns are folders of a domain, one deep",
    offences: (code) =>
      domainFiles(code)
        .filter(
          ({ role, depth }) => depth > 1 || (depth === 1 && !serverRoles.test(role) && !subNouns.test(role)),
        )
        .map(({ path }) => path),
    planted: { "lib/domain/videos/parts/planted.ts": "\n" },
  },
  {
    name: "queries, mutations and ingest begin with the server's marker",
    offences: (code) =>
      domainFiles(code)
        .filter((source) => serverRoles.test(source.role) && !isTest(source.path) && !isMarkedServer(source))
        .map(({ path }) => path),
    planted: { "lib/domain/videos/queries/planted.ts": "export const one = 1;\n" },
  },
  {
    name: "what is not marked as the server's is pure: it reads no database, no session and no clock",
    offences: (code) => {
      const pure = domainFiles(code).filter(
        (source) => !isServer(source) && source.role !== "actions" && !isTest(source.path),
      );
      return [...each(pure, (source) => drawsInServer(source, code)), ...uses(pure, clocks)];
    },
    planted: { "lib/domain/videos/planted.ts": "export const now = () => Date.now();\n" },
  },
  {
    name: "actions are server actions, and only their own noun's components import them",
    offences: ({ sources }) => {
      const isActions = /^lib\/domain\/([^/]+)\/(?:[^/]+\/)?actions\.ts$/;
      return each(sources, ({ path, text, imports }) => {
        if (isActions.test(path) && !/^\s*["']use server["']/.test(text))
          return ['does not begin with "use server"'];
        return imports
          .filter(({ target }) => {
            const noun = isActions.exec(target)?.[1];
            return noun && !isTest(path) && !path.startsWith(`components/${noun}/`);
          })
          .map(({ target }) => `imports ${target}`);
      });
    },
    planted: { "components/videos/planted.tsx": 'import { x } from "@/lib/domain/people/actions";\n' },
  },
];

const homes: Rule[] = [
  {
    name: "scopes are minted where somebody proved who they are, and in the seed and tests",
    offences: ({ sources }) =>
      each(sources, ({ path, text }) =>
        /\bmintScope\b/.test(text) && !/^(lib\/auth|drizzle\/seed)\//.test(path) && !isTest(path)
          ? ["mints a scope"]
          : [],
      ),
    planted: { "lib/domain/videos/queries/planted.ts": 'import "server-only";\nmintScope({});\n' },
  },
  {
    name: "roles are compared in lib/auth",
    offences: ({ production }) =>
      each(production, ({ path, text }) =>
        path.startsWith("lib/auth/")
          ? []
          : [...text.matchAll(/\brole\s*(?:[!=]==|<>|=)\s*["'](?:admin|instructor|student)["']/g)].map(
              ([match]) => `has ${match}`,
            ),
      ),
    planted: {
      "app/(dashboard)/videos/planted.ts": 'export const is = (role: string) => role === "student";\n',
    },
  },
  {
    name: "settings are read in lib/platform/env.ts",
    offences: ({ production }) =>
      except(uses(production, /process\.env\b(\.\w+)?/g), /^lib\/platform\/(env|log)\.ts /),
    planted: { "lib/auth/planted.ts": "export const port = process.env.PORT;\n" },
  },
  {
    name: "state that lives as long as the process is made in lib/platform/process.ts",
    offences: ({ production }) => except(uses(production, /\bglobalThis\b/g), /^lib\/platform\/process\.ts /),
    planted: { "lib/auth/planted.ts": "globalThis.count = 1;\n" },
  },
  {
    name: "tables are drawn in components/tables",
    offences: ({ production }) => except(uses(production, /<table\b/g), /^components\/tables\//),
    planted: { "components/videos/planted.tsx": "export const Planted = () => <table />;\n" },
  },
  {
    name: "the clock and chance do not enter the arithmetic",
    offences: ({ production }) => uses(under(production, "lib/measure/"), clocks),
    planted: { "lib/measure/planted.ts": "export const x = Math.random();\n" },
  },
];

const linesMax = 375;

const files: Rule[] = [
  {
    name: "no file is named for being a file",
    offences: ({ sources }) =>
      sources
        .map(({ path }) => path)
        .filter((path) =>
          /(^|\/)(index|utils?|helpers?|types?|constants?|services?|common|misc|shared)\.(tsx?|mjs)$/.test(
            path,
          ),
        ),
    planted: { "lib/platform/utils.ts": "\n" },
  },
  {
    name: `no file is longer than ${linesMax} lines`,
    offences: ({ sources }) => each(sources, ({ lines }) => (lines > linesMax ? [`has ${lines} lines`] : [])),
    planted: { "lib/measure/planted.ts": "\n".repeat(linesMax + 1) },
  },
];

describe.each([
  ["imports go one way", imports],
  ["a domain's files come from a closed vocabulary", domains],
  ["some things have one home", homes],
  ["a file says what it is", files],
])("%s", (_, rules) => {
  const code = readCode();
  test.each(rules)("$name", ({ offences }) => {
    expect(offences(code)).toEqual([]);
  });
  test.each(rules)("the rule finds its offence: $name", ({ offences, planted }) => {
    const before = new Set(offences(code));
    const found = offences(readCode(planted)).filter((line) => !before.has(line));
    expect(found.length).toBeGreaterThan(0);
  });
  const { created, changed } = exampleNoun();
  const withExample = readCode({ ...created, ...changed });
  test.each(rules)("the README's example follows the rule: $name", ({ offences }) => {
    const before = new Set(offences(code));
    expect(offences(withExample).filter((line) => !before.has(line))).toEqual([]);
  });
});
