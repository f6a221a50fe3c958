import { clocks, each, except, isServer, placeOf, type Rule, under, uses } from "./rule";
import { type Code, isTest } from "./source-code";

/** The arguments of every call of these functions, nested calls included. */
function argumentsOf(text: string, call: RegExp): string[] {
  return [...text.matchAll(call)].map(({ index, 0: { length } }) => {
    let depth = 1;
    let end = index + length;
    for (; depth > 0 && end < text.length; end++) depth += text[end] === "(" ? 1 : text[end] === ")" ? -1 : 0;
    return text.slice(index + length, end - 1);
  });
}

/* Where code belongs, and how files are named and sized (README, "How it is built"). */

export const homes: Rule[] = [
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
    offences: ({ production }) => [
      ...except(uses(production, /\bglobalThis\b/g), /^lib\/platform\/process\.ts /),
      // A Map, Set or cache at the top of a server's module is state too; a constant table is built from its entries.
      ...uses(
        under(production, "lib/").filter(({ path }) => !/^lib\/(tracker|platform\/process)/.test(path)),
        /^(?:export )?(?:const|let) \w+(?:: [^=]+)? = new (?:(?:Map|Set|WeakMap)(?:<.*>)?\(\)|LRUCache\b)/gm,
      ),
      ...uses(under(production, "lib/").filter(isServer), /^(?:export )?let \w+/gm),
    ],
    planted: { "lib/flows/realtime/planted.ts": "const seen = new Map<string, number>();\n" },
  },
  {
    name: "the driver is used in lib/db alone",
    offences: ({ production }) =>
      each(production, ({ path, imports }) =>
        imports.some(({ target }) => target === "postgres") && !path.startsWith("lib/db/")
          ? ["imports postgres"]
          : [],
      ),
    planted: { "lib/flows/realtime/planted.ts": 'import postgres from "postgres";\n' },
  },
  {
    name: "Recharts draws the charts: SVG is written for a row's strip, the frame's hover line and PNG, and icons",
    offences: ({ production }) =>
      except(
        uses(production, /<svg\b/g),
        /^components\/(charts\/(row-strip|hover-line|png)|ui\/icon)\.tsx? /,
      ),
    planted: { "components/videos/planted.tsx": "export const X = () => <svg />;\n" },
  },
  {
    name: "tables are drawn in components/tables",
    offences: ({ production }) => except(uses(production, /<table\b/g), /^components\/tables\//),
    planted: { "components/videos/planted.tsx": "export const Planted = () => <table />;\n" },
  },
  {
    name: "names, titles and addresses are ordered by byName",
    offences: ({ production }) =>
      each(under(production, "lib/"), ({ text }) =>
        argumentsOf(text, /\b(?:orderBy|listOrder)\(/g).flatMap((order) =>
          // Whether a name begins with the words that somebody looks for is no order of names.
          [
            ...order
              .replace(/\b(?:byName|ilike)\([^()]*(?:\([^()]*\)[^()]*)*\)/g, "")
              .matchAll(/[\w.]+\.(?:title|name|display_name|email|address)\b/g),
          ].map(([match]) => `orders by ${match}`),
        ),
      ),
    planted: {
      "lib/domain/videos/queries/planted.ts":
        'import "server-only";\nexport const all = () => db().select().from(videos).orderBy(videos.title);\n',
    },
  },
  {
    name: "the clock and chance do not enter the arithmetic",
    offences: ({ production }) => uses(under(production, "lib/measure/"), clocks),
    planted: { "lib/measure/planted.ts": "export const x = Math.random();\n" },
  },
];

/** Sends the deletion of something, or calls the action that removes it. */
const removes =
  /method: "DELETE"|send(?:Json)?\("DELETE"|\b(?:remove|revoke|delete|forget|decide|signOut)\w*Action\(|\barchived: true\b/;
/** A dialog asks, the notice undoes, or a form is filled in for it. */
const asksOrUndoes = /<ConfirmButton|ConfirmDialog|\bundo\b|given\.get\(/;

const linesMin = 30;
const linesMax = 320;

/** The names that a noun exports more than once, over all its folders. */
function equalNames({ production }: Code): string[] {
  const homes = new Map<string, string[]>();
  for (const { path, exports } of production) {
    const place = placeOf(path);
    if (!place || !/^(components|lib\/(domain|flows|integrations|glossary))$/.test(place.layer)) continue;
    for (const name of exports) {
      const key = `${place.noun.replace(/\.ts$/, "")}: ${name}`;
      homes.set(key, [...(homes.get(key) ?? []), path]);
    }
  }
  return [...homes]
    .filter(([, paths]) => paths.length > 1)
    .map(([key, paths]) => `${key} in ${paths.join(", ")}`);
}

export const files: Rule[] = [
  {
    name: "what removes something asks first or can be undone",
    offences: ({ production }) =>
      each(
        production.filter(({ path }) => /^components\/.*\.tsx$/.test(path)),
        ({ text }) => (removes.test(text) && !asksOrUndoes.test(text) ? ["removes at once"] : []),
      ),
    planted: {
      "components/videos/planted.tsx":
        'export const Remove = () => <button onClick={() => fetch("/api", { method: "DELETE" })} />;\n',
    },
  },
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
  {
    name: `no file under ${linesMin} lines has one importer: it belongs in it`,
    offences: ({ production, importersOf }) =>
      each(
        production.filter(({ path }) => /^(components|lib)\//.test(path) && !/\.(mjs|d\.ts)$/.test(path)),
        ({ path, lines }) => {
          const importers = importersOf.get(path) ?? [];
          return lines < linesMin && importers.length === 1
            ? [`has ${lines} lines and belongs in ${importers[0]}`]
            : [];
        },
      ),
    planted: {
      "lib/measure/small.ts": "export const one = 1;\n",
      "lib/measure/large.ts": 'import { one } from "./small";\n',
    },
  },
  {
    // Next loads the files of app by their names; build scripts and settings name the files that they read.
    name: "no file that nobody imports",
    offences: ({ sources }) => {
      const imported = new Set(sources.flatMap(({ imports }) => imports.map(({ target }) => target)));
      const settings = sources.filter(({ path }) => /(\.mjs|config\.m?ts)$/.test(path));
      return sources
        .map(({ path }) => path)
        .filter(
          (path) => /^(components|lib|drizzle\/seed)\//.test(path) && !/\.test\.tsx?$|\.d\.ts$/.test(path),
        )
        .filter((path) => !imported.has(path) && !settings.some(({ text }) => text.includes(path)));
    },
    planted: { "components/ui/planted.tsx": "export const Planted = () => null;\n" },
  },
  {
    name: "no two exported names of a noun are the same",
    offences: equalNames,
    planted: {
      "lib/domain/videos/planted.ts": "export type Planted = 1;\n",
      "lib/domain/videos/queries/planted.ts": 'import "server-only";\nexport type Planted = 2;\n',
    },
  },
];
