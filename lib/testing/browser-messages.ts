import { catalogues } from "@/lib/language/catalogues";
import { placeOf, type Rule } from "./rule";
import { type Code, isTest, type Source } from "./source-code";

/* Which messages a page's client components use, and which the page gives to the browser. */

type Tree = { [name: string]: string | Tree };

const keysOf = (tree: Tree, path: string): string[] =>
  Object.entries(tree).flatMap(([name, part]) => {
    const key = path ? `${path}.${name}` : name;
    return typeof part === "string" ? [key] : keysOf(part, key);
  });
const keys = keysOf(catalogues.en, "");
const known = new Set(keys);

/** The messages whose keys stand in a file, whole or put together: `sessions.status.${status}`. */
function messagesIn({ path, text }: Source): string[] {
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
    ...(/\bshare\(/.test(text) ? keys.filter((key) => key.startsWith("shares.")) : []),
    ...(patterns.length ? keys.filter((key) => patterns.some((pattern) => pattern.test(key))) : []),
  ];
}

const startsWith = (source: Source, directive: string): boolean =>
  new RegExp(`^\\s*["']${directive}["']`).test(source.text);

/** The modules that a page runs on the server, and those that it sends to the browser. */
function modulesOf(page: Source, { byPath }: Code): { server: Source[]; browser: Source[] } {
  const server = new Set<Source>();
  const browser = new Set<Source>();
  const visit = (source: Source, inBrowser: boolean) => {
    const isClient = inBrowser || startsWith(source, "use client");
    const seen = isClient ? browser : server;
    // The browser gets the address of an action, and no code of it.
    if (seen.has(source) || (isClient && startsWith(source, "use server"))) return;
    seen.add(source);
    for (const { target, typeOnly } of source.imports) {
      const next = typeOnly ? undefined : byPath.get(target);
      if (next) visit(next, isClient);
    }
  };
  visit(page, false);
  return { server: [...server], browser: [...browser] };
}

const given = ({ text }: Source): string[] =>
  [...text.matchAll(/<ClientMessages\s+of=\{\[([^\]]*)\]\}/g)].flatMap(([, list = ""]) =>
    [...list.matchAll(/"([\w.]+)"/g)].map(([, part = ""]) => part),
  );

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
        const { server, browser } = modulesOf(page, code);
        const parts = [...server, ...layoutsOf(page.path, code)].flatMap(given);
        const lacks = new Map<string, string>();
        for (const source of browser)
          for (const key of messagesIn(source))
            if (!parts.some((part) => isIn(key, part)))
              lacks.set(key.split(".").slice(0, 2).join("."), source.path);
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
          const { server, browser } = modulesOf(page, code);
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
