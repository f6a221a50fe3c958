import { describe, expect, test } from "vitest";
import { browserMessages } from "./testing/browser-messages";
import { exampleNoun } from "./testing/example-noun";
import { files, homes } from "./testing/file-rules";
import { domains, imports } from "./testing/import-rules";
import { languages } from "./testing/language-rules";
import { readCode } from "./testing/source-code";

/* The code follows every rule, and every rule finds the offence planted for it: a rule that cannot fail is not a rule. */

describe.each([
  ["imports go one way", imports],
  ["a domain's files come from a closed vocabulary", domains],
  ["some things have one home", homes],
  ["a file says what it is", files],
  ["every text is in every language", [...languages, ...browserMessages]],
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
