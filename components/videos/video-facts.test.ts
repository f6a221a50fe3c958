import { expect, it } from "vitest";
import { replaysChange } from "./video-facts";

it("does not mark fewer replays as bad", () => {
  const typical = { low: 1.05, median: 1.11, high: 1.16 };
  expect(replaysChange(1.2, typical)).toEqual({ direction: "up", tone: "good", words: "typical is 1.11" });
  expect(replaysChange(1, typical)?.tone).toBe("neutral");
  expect(replaysChange(1.1, typical)?.words).toBe("about typical (1.11)");
});
