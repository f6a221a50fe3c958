import { expect, test } from "vitest";
import { exampleSuspect } from "@/lib/domain/videos/fixtures";
import { languageIn } from "@/lib/platform/catalogues";
import { suspectText, undecidedText } from "./suspect-text";

const english = languageIn("en");

test("a group's text has its number, address and duration", () => {
  expect(undecidedText([exampleSuspect], english)).toBe(
    "312 playbacks from one address in 2 minutes look automated: not counted.",
  );
  expect(suspectText(exampleSuspect, "Europe/Lisbon", english)).toBe(
    "Fri 20 Nov 2026, 14:02: 312 playbacks from one address in 2 minutes",
  );
});

test("several groups are summed, without those that are decided; one instant is a minute", () => {
  const decided = { ...exampleSuspect, decision: "left_out" as const };
  expect(undecidedText([exampleSuspect, { ...exampleSuspect, playbacks: 1200 }, decided], english)).toBe(
    "1,512 playbacks in 2 groups, each from one address, look automated: not counted.",
  );
  expect(undecidedText([decided], english)).toBeNull();
  expect(suspectText({ ...exampleSuspect, last_at: exampleSuspect.first_at }, "UTC", english)).toContain(
    "in 1 minute",
  );
});

test("the same in the reader's language", () => {
  const two = [exampleSuspect, { ...exampleSuspect, playbacks: 1200 }];
  expect(undecidedText(two, languageIn("de"))).toBe(
    "1.512 Wiedergaben in 2 Gruppen, jede von einer Adresse, sehen automatisiert aus: nicht gezählt.",
  );
  expect(suspectText(exampleSuspect, "Europe/Lisbon", languageIn("fr"))).toBe(
    "ven. 20 nov. 2026, 14:02\u00a0: 312 lectures depuis une adresse en 2 minutes",
  );
});
