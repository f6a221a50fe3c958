import { describe, expect, it } from "vitest";
import { languageIn } from "@/lib/platform/catalogues";
import type { MyLearning, PastSession } from "./my-learning";
import { stretchOf, timelineOf, weeksShown } from "./timeline";

const zone = "Europe/Lisbon";
const at = (day: string) => new Date(`${day}T18:00:00Z`);
const session = (day: string, given: object = {}) =>
  ({
    id: day,
    title: `On ${day}`,
    course_id: "statistics",
    course_title: "Statistics",
    status: "ended",
    scheduled_start: at(day),
    started_at: null,
    on_time_minutes: 5,
    begun_at: at(day),
    stays: [],
    attended: false,
    recording: null,
    ...given,
  }) as unknown as PastSession;
const learning = (past: PastSession[], videos: { last_watched_at: string | null }[] = []) =>
  ({ coming: { items: [], total: 0 }, past, videos }) as unknown as MyLearning;

describe("the weeks of a timeline", () => {
  const year = learning([session("2026-11-18"), session("2026-03-04")]);
  const first = at("2025-10-08");

  it("are the latest, and reach back no further than the first session", () => {
    expect(stretchOf(learning([]), null, zone, undefined)).toBeNull();
    const few = stretchOf(learning([session("2026-11-18"), session("2026-11-04")]), null, zone, undefined);
    expect(few).toEqual({ from: "2026-11-02", to: "2026-11-16", first: "2026-11-02", last: "2026-11-16" });
    const many = stretchOf(year, first, zone, undefined)!;
    expect(many).toEqual({ from: "2026-05-25", to: "2026-11-16", first: "2025-10-06", last: "2026-11-16" });
    expect(timelineOf(year, many, zone, languageIn("en")).weeks).toHaveLength(weeksShown);
  });

  it("before a day follow each other without a gap, down to the first", () => {
    const next = stretchOf(year, first, zone, "2026-05-25")!;
    expect(next).toMatchObject({ from: "2025-11-24", to: "2026-05-18" });
    expect(stretchOf(year, first, zone, next.from)).toMatchObject({ from: "2025-10-06", to: "2025-11-17" });
  });

  it("stay within what there is, whatever day is asked for", () => {
    expect(stretchOf(year, first, zone, "1999-01-01")).toMatchObject({
      from: "2025-10-06",
      to: "2025-10-06",
    });
    expect(stretchOf(year, first, zone, "2099-01-01")).toMatchObject({ to: "2026-11-16" });
    // A Wednesday: its own week is not before it.
    expect(stretchOf(year, first, zone, "2026-05-27")).toMatchObject({ to: "2026-05-18" });
  });
});

it("shows a cancelled session as cancelled, not as missed", () => {
  const past = [session("2026-11-18"), session("2026-11-19", { status: "cancelled" })];
  const stretch = stretchOf(learning(past), null, zone, undefined)!;
  const { rows } = timelineOf(learning(past), stretch, zone, languageIn("en"));
  expect(rows[0]?.weeks[0]?.map(({ kind, label }) => [kind, label])).toEqual([
    ["missed", "On 2026-11-18, 18 Nov: missed"],
    ["cancelled", "On 2026-11-19, 19 Nov: cancelled"],
  ]);
});
