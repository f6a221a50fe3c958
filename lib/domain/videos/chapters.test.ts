import fc from "fast-check";
import { expect, test } from "vitest";
import { chapterLines, readChapters } from "./chapters";

test("reads a line for each chapter, in order, and names the first that is none", () => {
  expect(readChapters("0:00 Welcome\n\n 1:30  Why it matters \r\n1:02:03 The end")).toEqual([
    { start_seconds: 0, title: "Welcome" },
    { start_seconds: 90, title: "Why it matters" },
    { start_seconds: 3723, title: "The end" },
  ]);
  expect(readChapters("")).toEqual([]);
  for (const text of ["0:00 A\n0:00 B", "0:10 A\n0:05 B", "0:00 A\nB", "0:00 A\n0:75 B", "0:00 A\n1:00"])
    expect(readChapters(text)).toEqual({ line: 2 });
  expect(readChapters(`0:00 ${"x".repeat(201)}`)).toEqual({ line: 1 });
});

test("what was read is written again as it was", () => {
  const title = fc
    .string({ minLength: 1, maxLength: 50 })
    .map((text) => text.replace(/\s+/g, " ").trim())
    .filter(Boolean);
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(300_000), { maxLength: 40 }), title, (starts, title) => {
      const chapters = starts.sort((a, b) => a - b).map((start_seconds) => ({ start_seconds, title }));
      expect(readChapters(chapterLines(chapters))).toEqual(chapters);
    }),
  );
});
