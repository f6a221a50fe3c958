import { getOrInsert } from "@/lib/measure/get-or-insert";
import { messagesOf } from "@/lib/platform/catalogues";
import { placeOf, type Rule } from "./rule";
import { type Code, isTest, type Source } from "./source-code";

/* Which messages a page's client components use, and which the page gives to the browser. */

type Tree = { [name: string]: string | Tree };

const keysOf = (tree: Tree, path: string): string[] =>
  Object.entries(tree).flatMap(([name, part]) => {
    const key = path ? `${path}.${name}` : name;
    return typeof part === "string" ? [key] : keysOf(part, key);
  });
const keys = keysOf(messagesOf("en"), "");
const known = new Set(keys);
const sections = new Set(
  keys.flatMap((key) => {
    const names = key.split(".");
    return names.slice(1).map((_, depth) => names.slice(0, depth + 1).join("."));
  }),
);

/** The messages whose keys stand in a file, whole or put together: `sessions.status.${status}`. */
function messagesIn({ source: { path }, code: text }: Reached): string[] {
  // The words of shares are used where somebody asks for a share.
  if (path.startsWith("lib/language/")) return [];
  const whole = [...text.matchAll(/["'`]([a-z_]+(?:\.\w+)+)["'`]/g)].map(([, key = ""]) => key);
  const patterns = [...text.matchAll(/`([a-z_]+\.[\w.]*(?:\$\{[^`]*?\}[\w.]*)+)`/g)].map(
    ([, key = ""]) =>
      new RegExp(
        `^${key
          .replace(/\$\{[^}]*\}/g, "@")
          .replace(/\./g, "\\.")
          .replace(/@/g, "[\\w.]+")}$`,
      ),
  );
  return [
    ...whole.filter((key) => known.has(key)),
    ...(/(\.\.\.|language\.)share\(/.test(text) ? keys.filter((key) => key.startsWith("shares.")) : []),
    ...(patterns.length ? keys.filter((key) => patterns.some((pattern) => pattern.test(key))) : []),
  ];
}

const startsWith = (source: Source, directive: string): boolean =>
  new RegExp(`^\\s*["']${directive}["']`).test(source.text);

/** The names in code, without its quoted texts. */
const namesIn = (code: string): Set<string> => new Set(code.replace(/"[^"\n]*"/g, '""').match(/\w+/g));

type Declaration = { code: string; names: Set<string> };

/** The top-level declarations of a file, by name, and what stands before them. A file is formatted, so each begins at its line's start. */
function declarationsOf(text: string): { named: Map<string, Declaration>; rest: string } {
  const starts = [
    ...text.matchAll(/^(?:export )?(?:default )?(?:async )?(?:const|let|function\*?|class) (\w+)/gm),
  ];
  const named = new Map(
    starts.map(({ 1: name = "", index }, at) => {
      const code = text.slice(index, starts[at + 1]?.index ?? text.length);
      return [name, { code, names: namesIn(code) }];
    }),
  );
  const before = text.slice(0, starts[0]?.index ?? text.length);
  return { named, rest: before.replace(/^\s*import\s[^;]*;/gm, "") };
}
const declarations = new WeakMap<Source, ReturnType<typeof declarationsOf>>();

/** The code of a file that runs for these of its exports (null: for all of them). */
function usedCode(source: Source, names: ReadonlySet<string> | null): string {
  const { named, rest } = getOrInsert(declarations, source, () => declarationsOf(source.text));
  if (!names || [...names].some((name) => !named.has(name))) return source.text;
  const used = new Set(names);
  for (const name of used)
    for (const other of named.get(name)?.names ?? []) if (named.has(other)) used.add(other);
  return [rest, ...[...used].map((name) => named.get(name)?.code)].join("\n");
}

type Reached = { source: Source; code: string };

/** The code that a page runs on the server, and that it sends to the browser. */
function codeOf(page: Source, { byPath }: Code): { server: Reached[]; browser: Reached[] } {
  const server = new Map<Source, Set<string> | null>();
  const browser = new Map<Source, Set<string> | null>();
  const visit = (source: Source, names: ReadonlySet<string> | null, inBrowser: boolean) => {
    const isClient = inBrowser || startsWith(source, "use client");
    // The browser gets the address of an action, and no code of it.
    if (isClient && startsWith(source, "use server")) return;
    const seen = isClient ? browser : server;
    const before = seen.get(source);
    if (before === null || (before && names && [...names].every((name) => before.has(name)))) return;
    const all = names ? new Set([...(before ?? []), ...names]) : null;
    seen.set(source, all);
    const code = usedCode(source, all);
    const inCode = namesIn(code);
    for (const { target, typeOnly, names: taken, lazy } of source.imports) {
      const next = byPath.get(target);
      if (!next || typeOnly || (lazy && !code.includes(lazy))) continue;
      const used = taken && new Set(taken.filter((name) => inCode.has(name)));
      if (!used || used.size > 0) visit(next, used, isClient);
    }
  };
  visit(page, null, false);
  const reached = (modules: typeof server) =>
    [...modules].map(([source, names]) => ({ source, code: usedCode(source, names) }));
  return { server: reached(server), browser: reached(browser) };
}

/** The areas and sections of the catalogue that a file gives to the browser: those that it names, where it gives any. */
const given = ({ code }: Pick<Reached, "code">): string[] => {
  if (!code.includes("<ClientMessages")) return [];
  const lists = [...code.replaceAll("[]", "").matchAll(/\[[^[\]]*\]/g)].map(([list]) =>
    [...list.matchAll(/"([a-z_]+(?:\.\w+)*)"/g)].map(([, part = ""]) => part),
  );
  // A list whose words are all in the catalogue: a word alone, such as a parameter's name, can also be an area.
  return lists.filter((list) => list.every((part) => sections.has(part))).flat();
};

const isIn = (key: string, part: string): boolean => key === part || key.startsWith(`${part}.`);

/** The layouts around a page, from the outermost. */
const layoutsOf = (path: string, { byPath }: Code): Source[] => {
  const folders = path.split("/").slice(0, -1);
  return folders.flatMap(
    (_, depth) => byPath.get([...folders.slice(0, depth + 1), "layout.tsx"].join("/")) ?? [],
  );
};

const pagesOf = ({ sources }: Code): Source[] =>
  sources.filter(
    ({ path }) =>
      !isTest(path) &&
      placeOf(path)?.layer === "app" &&
      /\/(page|layout|error|not-found|forbidden)\.tsx$/.test(path),
  );

export const browserMessages: Rule[] = [
  {
    name: "a page gives the browser every message that its client components use",
    offences: (code) =>
      pagesOf(code).flatMap((page) => {
        const { server, browser } = codeOf(page, code);
        const layouts = layoutsOf(page.path, code).map(({ text }) => ({ code: text }));
        const parts = [...server, ...layouts].flatMap(given);
        const lacks = new Map<string, string>();
        for (const reached of browser)
          for (const key of messagesIn(reached))
            if (!parts.some((part) => isIn(key, part)))
              lacks.set(
                key.startsWith("shares.") ? "shares" : key.split(".").slice(0, 2).join("."),
                reached.source.path,
              );
        return [...lacks].map(([part, user]) => `${page.path} lacks ${part}, which ${user} uses`);
      }),
    planted: {
      "app/(dashboard)/planted/page.tsx":
        'import { Planted } from "@/components/planted/planted";\nexport default () => <Planted />;\n',
      "components/planted/planted.tsx":
        '"use client";\nexport const Planted = () => t("people.account.title");\n',
    },
  },
  {
    name: "a page gives the browser no other messages",
    offences: (code) =>
      pagesOf(code)
        .filter(({ path }) => !path.endsWith("/layout.tsx"))
        .flatMap((page) => {
          const { server, browser } = codeOf(page, code);
          const used = browser.flatMap(messagesIn);
          return server
            .flatMap(given)
            .filter((part) => !used.some((key) => isIn(key, part)))
            .map((part) => `${page.path} gives ${part}`);
        }),
    planted: {
      "app/(dashboard)/planted/page.tsx":
        'import { ClientMessages } from "@/components/shell/client-messages";\nexport default () => <ClientMessages of={["people.account"]}>one</ClientMessages>;\n',
    },
  },
];
