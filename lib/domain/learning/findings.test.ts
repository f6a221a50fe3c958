import { expect, it } from "vitest";
import { languageIn } from "@/lib/platform/catalogues";
import type { Engagement } from "./engagement";
import { engagementFindings } from "./findings";

const sums = { learning_events: 0, video_views: 0, attendances: 0, activities: 0, minutes: 0, xp: 0 };
const summary = { active_users: 3, average_daily_active_users: 1.5, busiest_day: "2026-11-18", ...sums };
const week = { from: "2026-11-01", to: "2026-11-07", activities: 9 };
const growth = (active_users_trend: NonNullable<Engagement["growth"]>["active_users_trend"]) => ({
  first_week: { ...week, daily_active_users: 1.2 },
  last_week: { ...week, daily_active_users: 2 },
  ...{ active_users_change_percentage: 66.7, activities_change_percentage: 0, active_users_trend },
});
const daily = [
  { day: "2026-11-17", daily_active_users: 1, ...sums },
  { day: "2026-11-18", daily_active_users: 2, ...sums },
];
const said = (given: Pick<Engagement, "summary" | "growth">) =>
  engagementFindings({ daily, ...given }, languageIn("en"))
    .map(({ text }) => text)
    .join(" ");

it("a trend is said only where it is beyond chance", () => {
  const numbers =
    "3 students were active, 1.5 a day on average. On the busiest day, 18 November 2026, there were 2. In the last seven whole days there were 2.0 a day, in the first seven of the period 1.2.";
  expect(said({ summary, growth: growth("none") })).toBe(numbers);
  expect(said({ summary, growth: growth(null) })).toBe(numbers);
  expect(said({ summary, growth: growth("rising") })).toBe(
    `${numbers} The number of students active each day has risen over the whole weeks of the period.`,
  );
  expect(said({ summary, growth: growth("falling") })).toBe(
    `${numbers} The number of students active each day has fallen over the whole weeks of the period.`,
  );
});

it("nothing is said of nobody, and no weeks are compared in a short period", () => {
  expect(said({ summary: { ...summary, active_users: 0 }, growth: growth("none") })).toBe("");
  expect(said({ summary: { ...summary, active_users: 1 }, growth: null })).toBe(
    "1 student was active, 1.5 a day on average. On the busiest day, 18 November 2026, there were 2.",
  );
});
