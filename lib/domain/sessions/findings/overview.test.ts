import { describe, expect, it } from "vitest";
import { historyTitle, overviewFindings } from "./overview";

type Given = Parameters<typeof overviewFindings>[0];
/** The reference's numbers. */
const now: Given["now"] = {
  sessions_held: 6,
  sessions_planned: 3,
  total_attended: 177,
  total_registered: 225,
  average_attendance_rate: 76.9,
  average_engagement_rate: 64.4,
  average_duration_minutes: 65,
  average_rating: 4.2,
};
const before: Given["now"] = {
  ...now,
  average_attendance_rate: 71.1,
  average_engagement_rate: 60.3,
  average_duration_minutes: 71,
};
const lost = { drop_offs: [{ from: 0.6, to: 0.65, at: 0.62, present: 32, lost: 8, lost_percent: 25 }] };
const whole = { drop_offs: [] };
const said = (given: Partial<Given>) =>
  overviewFindings({ now, before, sessions: [], ...given })
    .map(({ text, strong }) => (strong ? `*${text}*` : text))
    .join(" ");

describe("what an overview opens with", () => {
  it("matches the reference page", () => {
    expect(said({ sessions: [lost, lost, lost, whole, whole, whole] })).toBe(
      "More of the registered come and more take part, but *they leave earlier than before:* in three of six sessions more than a fifth of the room left at once.",
    );
  });

  it("joins changes in the same direction", () => {
    expect(said({ now: { ...before, average_engagement_rate: 80 } })).toBe("*More take part than before.*");
    expect(said({ now: { ...before, average_engagement_rate: 80 }, sessions: [lost, lost, whole] })).toBe(
      "*More take part than before.* In two of three sessions more than a fifth of the room left at once.",
    );
    expect(said({ now: before, before: now })).toBe(
      "Fewer of the registered come and fewer take part, but *they stay longer than before.*",
    );
  });

  it("falls back to the subject where nothing moved or there is too little to compare", () => {
    expect(said({ now, before: now })).toBe("Six sessions were held; 77\u00a0% of the registered came.");
    expect(said({ before: { ...before, sessions_held: 1 } })).toContain("Six sessions were held");
    expect(said({ before: null })).toContain("Six sessions were held");
    expect(
      said({ now: { ...now, average_attendance_rate: null }, before: null, sessions: [lost, lost] }),
    ).toBe("Six sessions were held; *in both sessions more than a fifth of the room left at once.*");
    expect(said({ now: { ...now, sessions_held: 1, total_attended: 0 }, before: null })).toBe(
      "One session was held, and nobody came.",
    );
  });

  it("states that none was held", () => {
    expect(said({ now: { ...now, sessions_held: 0 } })).toBe(
      "No sessions were held in this period; *three are planned.*",
    );
    expect(said({ now: { ...now, sessions_held: 0, sessions_planned: 0 } })).toBe(
      "No sessions were held in this period.",
    );
  });
});

describe("the title of the attendance rates", () => {
  it.each([
    ["Attendance has risen", [60, 60, 70, 70, 80, 80]],
    ["Attendance has fallen", [80, 80, 70, 70, 60, 60]],
    ["Attendance is steady", [70, 72, 20, 90, 71, 74]],
    ["Attendance, session by session", [10, 50, 90]],
  ])("is %s", (title, rates) => {
    expect(historyTitle(rates.map((attendance_rate) => ({ attendance_rate })))).toBe(title);
  });
});
