import type { MessageFormatElement } from "@formatjs/icu-messageformat-parser";
import { parse, TYPE } from "@formatjs/icu-messageformat-parser";
import { describe, expect, test } from "vitest";
import type { MessageKey } from "@/lib/language/language";
import { languageCodes } from "@/lib/language/languages";
import { readCode } from "@/lib/testing/source-code";
import { catalogueOf, languageIn, messagesOf } from "./catalogues";

/* Every language has every message, with the same values; the code uses each, and no other. */

type Tree = { [name: string]: string | Tree };

const flat = (tree: Tree, path = ""): [key: string, text: string][] =>
  Object.entries(tree).flatMap(([name, part]) => {
    const key = path ? `${path}.${name}` : name;
    return typeof part === "string" ? [[key, part] as [string, string]] : flat(part, key);
  });

const messages = Object.fromEntries(
  languageCodes.map((code) => [code, new Map(flat(messagesOf(code) as Tree))]),
);
const english = messages.en!;

/** The values and elements that a message uses, each with its kind: `count number`, `b element`. */
function valuesOf(elements: readonly MessageFormatElement[]): Set<string> {
  const values = new Set<string>();
  for (const element of elements) {
    if (element.type === TYPE.argument || element.type === TYPE.select) values.add(`${element.value} text`);
    if (element.type === TYPE.number || element.type === TYPE.plural) values.add(`${element.value} number`);
    if (element.type === TYPE.date || element.type === TYPE.time) values.add(`${element.value} date`);
    if (element.type === TYPE.tag) {
      values.add(`${element.value} element`);
      for (const value of valuesOf(element.children)) values.add(value);
    }
    if (element.type === TYPE.select || element.type === TYPE.plural)
      for (const { value } of Object.values(element.options))
        for (const inner of valuesOf(value)) values.add(inner);
  }
  // A number that one language also writes as text is a number.
  for (const value of values)
    if (value.endsWith(" text") && values.has(value.replace(/ text$/, " number"))) values.delete(value);
  return values;
}

const names = (text: string) => [...valuesOf(parse(text))].map((value) => value.split(" ")[0]!);

/** The choices of each select in a message. */
function choicesOf(elements: readonly MessageFormatElement[]): Map<string, Set<string>> {
  const choices = new Map<string, Set<string>>();
  const add = (name: string, options: Iterable<string>) => {
    const all = choices.get(name) ?? new Set();
    for (const option of options) all.add(option);
    choices.set(name, all);
  };
  for (const element of elements) {
    if (element.type === TYPE.tag)
      for (const [name, options] of choicesOf(element.children)) add(name, options);
    if (element.type !== TYPE.select && element.type !== TYPE.plural) continue;
    if (element.type === TYPE.select) add(element.value, Object.keys(element.options));
    for (const { value } of Object.values(element.options))
      for (const [name, options] of choicesOf(value)) add(name, options);
  }
  return choices;
}

describe.each(languageCodes)("the messages in %s", (code) => {
  test("are those of English", () => {
    expect([...messages[code]!.keys()].sort()).toEqual([...english.keys()].sort());
  });

  test("are valid, and use the values and choices of English", () => {
    const wrong: string[] = [];
    for (const [key, text] of messages[code]!) {
      const inEnglish = parse(english.get(key) ?? "");
      const here = parse(text);
      const wanted = new Set(names(english.get(key) ?? ""));
      // A translation can leave a value out of one choice, but uses no other.
      for (const name of names(text)) if (!wanted.has(name)) wrong.push(`${key}: has ${name}`);
      for (const name of wanted) if (!names(text).includes(name)) wrong.push(`${key}: lacks ${name}`);
      const choices = choicesOf(inEnglish);
      for (const [name, options] of choicesOf(here))
        for (const option of options)
          if (option !== "other" && choices.get(name) && !choices.get(name)?.has(option))
            wrong.push(`${key}: ${name} is never ${option}`);
    }
    expect(wrong).toEqual([]);
  });

  test("are not empty, and begin and end without a space", () => {
    expect(
      [...messages[code]!].filter(([, text]) => text.trim() !== text || text === "").map(([key]) => key),
    ).toEqual([]);
  });
});

describe("the code", () => {
  const { production } = readCode();
  const code = production
    .filter(({ path }) => !path.startsWith("lib/language/catalogues"))
    .map(({ text }) => text);
  const written = new Set(
    code.flatMap((text) => [...text.matchAll(/["'`]([a-z_]+(?:\.\w+)+)["'`]/g)].map(([, key]) => key!)),
  );
  /** Keys that are put together: `glossary.${key}.label`. */
  const patterns = code.flatMap((text) =>
    [...text.matchAll(/`([a-z_]+\.[\w.]*(?:\$\{[^`]*?\}[\w.]*)+)`/g)].map(
      ([, key]) => new RegExp(`^${key!.replace(/\$\{[^}]*\}/g, "[\\w.]+").replace(/\.(?!\])/g, "\\.")}$`),
    ),
  );

  test("uses every message", () => {
    const unused = [...english.keys()].filter(
      (key) => !written.has(key) && !patterns.some((pattern) => pattern.test(key)),
    );
    expect(unused).toEqual([]);
  });

  test("gives each message its values", () => {
    const wrong: string[] = [];
    for (const { path, text } of production)
      for (const [call, key, given] of text.matchAll(
        /\bt(?:\.rich)?\(\s*"([\w.]+)"\s*,?\s*(?:\{([^{}]*)\})?\s*,?\s*\)/g,
      )) {
        const message = english.get(key!);
        if (message === undefined) continue;
        const wanted = new Set(names(message));
        if (given?.includes("...")) continue;
        const has = new Set(
          [...(given ?? "").matchAll(/(?:^|,)\s*(\w+)\s*(?=[:,]|$)/g)].map(([, name]) => name!),
        );
        for (const name of wanted) if (!has.has(name)) wrong.push(`${path}: ${call} lacks ${name}`);
        for (const name of has) if (!wanted.has(name)) wrong.push(`${path}: ${call} has ${name}`);
      }
    expect(wrong).toEqual([]);
  });

  test("gives each error its values", () => {
    // What a schema says also has the bounds of its check (parse in lib/platform/problem.ts).
    const bounds = ["minimum", "maximum"];
    const wrong: string[] = [];
    for (const { path, text } of production)
      for (const [, key, rest = ""] of text.matchAll(/"(errors(?:\.\w+){2})"((?:[^;"]|"[^"]*")*)/g)) {
        const message = english.get(key!);
        if (message === undefined) continue;
        const wanted = names(message).filter((name) => !bounds.includes(name));
        const given = rest.split(/"errors\./)[0]!;
        for (const name of wanted)
          if (!new RegExp(`\\{[^{}]*\\b${name}\\b`).test(given)) wrong.push(`${path}: ${key} lacks ${name}`);
      }
    expect(wrong).toEqual([]);
  });
});

test("a share is written in the words of its language", () => {
  const shares = (code: (typeof languageCodes)[number]) => {
    const { share } = languageIn(code);
    return [share(1, 4), share(25, 100), share(49, 100), share(70, 100), share(42, 42)].map(
      (part) => part.share,
    );
  };
  expect(shares("en")).toEqual(["1 of 4", "one in four", "half", "70\u00a0%", "all"]);
  expect(shares("de")).toEqual(["1 von 4", "ein Viertel", "die Hälfte", "70\u00a0%", "alle"]);
  expect(shares("fr")).toEqual(["1 sur 4", "un quart", "la moitié", "70\u00a0%", "la totalité"]);
});

test("an unknown message is an error in a test", () => {
  expect(() => languageIn("en").t("people.no_such_message" as MessageKey)).toThrow();
});

/** The paths of objects that React does not give to a browser: all but plain ones. */
const notPlain = (value: unknown, path: string): string[] =>
  typeof value !== "object" || value === null
    ? []
    : [
        ...(Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype ? [] : [path]),
        ...Object.entries(value).flatMap(([name, part]) => notPlain(part, `${path}.${name}`)),
      ];

test("parsed messages can be given to a browser", () => {
  expect(notPlain({ inner: Object.create(null) }, "planted")).toEqual(["planted.inner"]);
  for (const code of languageCodes) expect(notPlain(catalogueOf(code), code)).toEqual([]);
});
