import { expect, it } from "vitest";
import { languageIn } from "@/lib/platform/catalogues";
import type { FeedbackNumbers } from "../schema";
import { feedbackTitle } from "./titles";

const feedback: FeedbackNumbers = {
  average_rating: 4.2,
  total_responses: 17,
  rating_distribution: { "1": 0, "2": 1, "3": 1, "4": 8, "5": 7 },
  comments: [],
  themes: [],
};

/** The title where themes named a, b and c are in so many comments, the most first. */
const themed = (...comments: number[]) =>
  feedbackTitle(
    {
      ...feedback,
      themes: comments.map((times, index) => ({
        theme: "abc"[index]!,
        comments: times,
        average_rating: 3,
      })),
    },
    languageIn("en"),
  );

it("names the themes in most comments, without a verdict by their stars", () => {
  expect(themed(5)).toBe("Mentioned most: a");
  expect(themed(5, 4, 3)).toBe("Mentioned most: a and b");
});

it("names none that ties with one that it leaves out", () => {
  expect(themed(5, 4, 4)).toBe("Mentioned most: a");
  expect(themed(4, 4, 4)).toBe("15 of 17 gave four or five stars");
});
