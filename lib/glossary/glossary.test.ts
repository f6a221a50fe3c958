import { describe, expect, it } from "vitest";
import { languageCodes } from "@/lib/language/languages";
import { languageIn, messagesOf } from "@/lib/platform/catalogues";
import { attendanceTerms } from "./attendance";
import { csvHead } from "./csv-head";
import { courseTerms, glossary, pick, wordsOf } from "./glossary";
import { playbackTerms } from "./playback";
import { sessionTerms } from "./sessions";
import type { Term } from "./terms";
import { videoTerms } from "./videos";

/** The keys of these declarations that more than one of them has. */
const declaredTwice = (...declarations: object[]) => {
  const keys = declarations.flatMap((terms) => Object.keys(terms));
  return keys.filter((key, index) => keys.indexOf(key) !== index);
};

it("declares each key once: the later of two would give its unit to the other's number", () => {
  expect(declaredTwice(videoTerms, playbackTerms, sessionTerms, courseTerms)).toEqual([]);
  const spread = Object.keys(attendanceTerms).filter(
    (key) => glossary[key as keyof typeof glossary] !== attendanceTerms[key as keyof typeof attendanceTerms],
  );
  expect(spread).toEqual([]);
  expect(declaredTwice({ a: 1, b: 2 }, { b: 3 })).toEqual(["b"]);
});

type Tree = { [name: string]: string | Tree };
const keysOf = (tree: Tree, path = ""): string[] =>
  Object.entries(tree).flatMap(([name, part]) =>
    typeof part === "string" ? `${path}${name}` : keysOf(part, `${path}${name}.`),
  );

describe.each(languageCodes)("the catalogue in %s", (code) => {
  it("has the words of each number, and of no other", () => {
    const wanted = Object.entries<Term>(glossary).flatMap(([key, { computed }]) =>
      ["label", "definition", ...(computed ? ["formula"] : [])].map((word) => `${key}.${word}`),
    );
    expect(keysOf(messagesOf(code).glossary).sort()).toEqual(wanted.sort());
  });
});

it("gives the words in the reader's language", () => {
  expect(wordsOf("attendance_rate", languageIn("de"))).toEqual({
    label: "Anwesenheitsquote",
    definition: "Anteil der angemeldeten Personen, die anwesend waren.",
    formula: "Angemeldet und anwesend ÷ Angemeldet × 100",
  });
  expect(pick(["rating_distribution.1"], languageIn("fr"))).toEqual({
    "rating_distribution.1": { label: "1 étoile", definition: "Nombre de personnes ayant donné cette note." },
  });
});

it("heads a CSV in English, with the unit", () => {
  expect(csvHead("attendance_rate")).toBe("Attendance rate (%)");
  expect(csvHead("total_attended")).toBe("Attended");
});
