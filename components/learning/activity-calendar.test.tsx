import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import type { ActivityDay } from "@/lib/domain/learning/schema";
import { inEnglish } from "@/lib/testing/in-english";
import { ActivityCalendar } from "./activity-calendar";

const nothing = {
  ...{ count: 0, learning_events: 0, video_views: 0, attendances: 0 },
  ...{ minutes: 0, learning_minutes: 0, watch_minutes: 0, attendance_minutes: 0, xp: 0 },
};
const drawn = (days: ActivityDay[], { streak = 0, whole = true } = {}) =>
  renderToStaticMarkup(
    inEnglish(
      <ActivityCalendar
        days={days}
        from="2026-11-01"
        to="2026-11-20"
        all={20}
        {...{ streak, whole }}
        rail="Rail"
      />,
    ),
    // Numbers and their units are held together.
  ).replaceAll("\u00a0", " ");
const viewed = { ...nothing, day: "2026-11-19", count: 2, video_views: 2, minutes: 90, watch_minutes: 90 };
const awarded = { ...nothing, day: "2026-11-20", xp: 25 };

it("counts the active days, of which a day of XP alone is none, and says from when, in what time and of whom", () => {
  const own = drawn([viewed, awarded], { streak: 1 });
  expect(own).toContain("Active on 1 of 20 days<");
  expect(own).toContain("1 to 20 November 2026: 1 h 30 min.");
  expect(own).toContain("learning activity, videos and live sessions");
  expect(drawn([viewed], { streak: 3, whole: false })).toContain(
    "Active on 1 of 20 days, the last 3 in a row",
  );
  expect(drawn([viewed], { whole: false })).toContain("videos and live sessions that you teach");
});

it("says what will appear where no day is active", () => {
  expect(drawn([awarded])).toContain("A day appears here with a learning activity, a video view");
  const taught = drawn([], { whole: false });
  expect(taught).toContain("an attended session that you teach");
  expect(taught).not.toContain("Table");
});
