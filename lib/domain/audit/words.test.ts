import { expect, it } from "vitest";
import { languageCodes } from "@/lib/language/languages";
import { languageIn } from "@/lib/platform/catalogues";
import { readCode } from "@/lib/testing/source-code";
import { actionName } from "./changes";

/** The actions that the code writes into the log: as `action`, as the name of a session's entry, and of the seed. */
const written = (text: string) => [
  ...[...text.matchAll(/\baction: (?:[\w. ()!]+ \? )?"(\w+\.\w+)"(?: : "(\w+\.\w+)")?/g)].flatMap(
    ([, one, other]) => [one, other].flatMap((action) => action ?? []),
  ),
  ...[...text.matchAll(/auditSession\([^"]*"(\w+\.\w+)"/g)].flatMap(([, action]) => action ?? []),
];

it("has a name in every language for every action", () => {
  const actions = new Set(
    readCode()
      .production.filter(({ path }) => /^(lib|app)\//.test(path))
      .flatMap(({ text }) => written(text)),
  );
  expect(actions.size).toBeGreaterThan(40);
  for (const code of languageCodes) {
    const language = languageIn(code);
    expect([...actions].filter((action) => actionName(action, language) === action)).toEqual([]);
  }
});

it("shows what has no name as it is", () => {
  expect(actionName("planet.conquer", languageIn("en"))).toBe("planet.conquer");
});
