import { expect, test } from "vitest";
import { exampleSuspect } from "@/lib/domain/videos/fixtures";
import { suspectText, undecidedText } from "./suspect-text";

test("a group's text has its number, address and duration", () => {
  expect(undecidedText([exampleSuspect])).toBe(
    "312 playbacks from one address in 2 minutes look automated: not counted.",
  );
  expect(suspectText(exampleSuspect, "Europe/Lisbon")).toBe(
    "Fri 20 Nov 2026, 14:02: 312 playbacks from one address in 2 minutes",
  );
});

test("several groups are summed, without those that are decided; one instant is a minute", () => {
  const decided = { ...exampleSuspect, decision: "left_out" as const };
  expect(undecidedText([exampleSuspect, { ...exampleSuspect, playbacks: 1200 }, decided])).toBe(
    "1,512 playbacks in 2 groups, each from one address, look automated: not counted.",
  );
  expect(undecidedText([decided])).toBeNull();
  expect(suspectText({ ...exampleSuspect, last_at: exampleSuspect.first_at }, "UTC")).toContain(
    "in 1 minute",
  );
});
