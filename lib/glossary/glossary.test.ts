import { expect, it } from "vitest";
import { attendanceTerms } from "./attendance";
import { glossary } from "./glossary";
import { playbackTerms } from "./playback";
import { sessionTerms } from "./sessions";
import { videoTerms } from "./videos";

/** The keys of these declarations that more than one of them has. */
const declaredTwice = (...declarations: object[]) => {
  const keys = declarations.flatMap((terms) => Object.keys(terms));
  return keys.filter((key, index) => keys.indexOf(key) !== index);
};

it("declares each key once: the later of two would give its words to the other's number", () => {
  expect(declaredTwice(videoTerms, playbackTerms, sessionTerms)).toEqual([]);
  const spread = Object.keys(attendanceTerms).filter(
    (key) => glossary[key as keyof typeof glossary] !== attendanceTerms[key as keyof typeof attendanceTerms],
  );
  expect(spread).toEqual([]);
  expect(declaredTwice({ a: 1, b: 2 }, { b: 3 })).toEqual(["b"]);
});
