import { clocks, each, isMarkedServer, isServer, placeOf, type Rule, under, uses } from "./rule";
import { type Code, isTest, type Source } from "./source-code";

/* Which layer can import which, and which files a domain has (README, "How it is built"). */

const lowest = ["lib/measure", "lib/glossary", "lib/platform", "lib/language"];
const belowDomain = ["lib/http", "lib/auth", "lib/db", ...lowest];
/** What each layer can import besides itself. */
const law: Record<string, string[]> = {
  app: ["components", "lib/flows", "lib/domain", "lib/integrations", ...belowDomain],
  components: ["lib/domain", "lib/tracker", ...belowDomain],
  "lib/flows": ["lib/domain", "lib/integrations", ...belowDomain],
  "lib/domain": belowDomain,
  "lib/integrations": lowest,
  "lib/tracker": ["lib/platform", "lib/language"],
  "lib/http": ["lib/auth", "lib/db", ...lowest],
  "lib/auth": ["lib/db", ...lowest],
  "lib/db": lowest,
  "lib/measure": ["lib/platform", "lib/language"],
  "lib/glossary": ["lib/platform", "lib/language"],
  "lib/platform": ["lib/language"],
  "lib/language": [],
  "lib/testing": [],
};

/** The server modules that this file loads, directly or through its imports. */
function drawsInServer(start: Source, { byPath }: Code): string[] {
  const seen = new Set<string>();
  const trail = [start];
  for (let source = trail.pop(); source; source = trail.pop()) {
    if (isServer(source)) return [`draws in ${source.path}`];
    // The browser gets only the address of a server action, not its code.
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

/* ---- Domains: a closed vocabulary of files ---- */

const serverRoles = /^(queries|mutations|ingest)$/;
/** Parts of a noun that is too large for one flat folder. */
const subNouns =
  /^(event-types|funnels|analysis|live|imports|findings|lessons|classes|enrollments|assessments|results|users|links|notes|retention|webhooks)$/;

const domainFiles = ({ sources }: Code) =>
  under(sources, "lib/domain/").map((source) => {
    const [role = "", ...rest] = source.path.split("/").slice(3);
    return { ...source, role: role.replace(/(\.db)?(\.test)?\.tsx?$/, ""), depth: rest.length };
  });

export const imports: Rule[] = [
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
            // The folder that reports share is not an integration.
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

export const domains: Rule[] = [
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
