import { expect, it } from "vitest";
import { languageIn } from "@/lib/platform/catalogues";
import { rangeChoices } from "./range-choices";

const today = "2026-11-20";
const english = languageIn("en");

it("is all time by default", () => {
  const choices = rangeChoices({}, today, english);
  expect(choices.label).toBe("All time");
  expect(choices.spans.map(({ from }) => from)).toEqual(["2026-11-14", "2026-10-24", "2026-08-23"]);
});

it("recognises a span, with or without an end", () => {
  expect(rangeChoices({ from: "2026-11-14", to: today }, today, english).label).toBe("Last 7 days");
  expect(rangeChoices({ from: "2026-10-24" }, today, english).label).toBe("Last 28 days");
});

it("names other days", () => {
  expect(rangeChoices({ from: "2026-11-02", to: "2026-11-08" }, today, english).label).toBe(
    "2 to 8 November 2026",
  );
  expect(rangeChoices({ to: "2026-11-08" }, today, english).label).toBe("To 8 November 2026");
  expect(rangeChoices({ from: "2026-11-16" }, today, english).label).toBe("16 to 20 November 2026");
});
