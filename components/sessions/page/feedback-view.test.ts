import { describe, expect, test } from "vitest";
import type { FeedbackComment } from "@/lib/domain/sessions/schema";
import { languageIn } from "@/lib/platform/catalogues";
import { quotes, sentimentsText, starBars } from "./feedback-view";

const english = languageIn("en");

test("lists every rating, including those that nobody gave", () => {
  const bars = starBars({ "1": 0, "2": 1, "3": 1, "4": 8, "5": 7 }, english);
  expect(bars.map(({ label, valueText, shareText }) => `${label} ${valueText} ${shareText}`)).toEqual([
    "5 stars 7 41\u00a0%",
    "4 stars 8 47\u00a0%",
    "3 stars 1 6\u00a0%",
    "2 stars 1 6\u00a0%",
    "1 star 0 0\u00a0%",
  ]);
});

const said = (rating: number, comment: string, sentiment: FeedbackComment["sentiment"] = null) => ({
  attendee_id: comment,
  name: "Test",
  rating,
  comment,
  sentiment,
  sent_at: "2026-11-18T20:00:00.000Z",
});

describe("quotes", () => {
  test("put a positive and a negative comment first", () => {
    const all = [said(5, "a"), said(5, "b"), said(2, "c"), said(4, "d")];
    expect(quotes(all, 3).map(({ comment }) => comment)).toEqual(["a", "c", "b"]);
  });

  test("use long comments only if there are no others", () => {
    const long = said(5, "x".repeat(300));
    expect(quotes([long, said(4, "a")], 1).map(({ comment }) => comment)).toEqual(["a"]);
    expect(quotes([long], 2)).toEqual([long]);
  });
});

test("counts sentiments of comments in a known language", () => {
  const all = [said(5, "a", "positive"), said(2, "b", "negative"), said(4, "c", "positive")];
  expect(sentimentsText(all, english)).toBe("2 positive, 0 neutral, 1 negative; 3 of 3 analysed.");
  expect(sentimentsText([...all, said(3, "d")], english)).toBe(
    "2 positive, 0 neutral, 1 negative; 3 of 4 analysed.",
  );
  expect(sentimentsText([said(3, "d")], english)).toBeNull();
});
