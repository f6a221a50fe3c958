import { describe, expect, it } from "vitest";
import { now, plan } from "@/lib/testing/demo-playbacks";
import { harbour, northfield } from "./catalogue";

const school = plan();
const { meetings, series } = school.sessions;
const held = meetings.filter(({ row }) => row.status === "ended");
const dayMs = 24 * 3_600_000;

describe("the plan of live sessions", () => {
  it("has exactly sixty ended sessions on any day and hour, and none live", () => {
    for (let hour = 0; hour < 9 * 24; hour += 5) {
      // Over the clock change of March 2027.
      const at = new Date(Date.UTC(2027, 2, 22) + hour * 3_600_000);
      const rows = plan({ now: at, scale: 0.02 }).sessions.meetings.map(({ row }) => row);
      const ended = rows.filter((row) => row.status === "ended");
      expect(ended).toHaveLength(60);
      for (const row of ended) {
        expect(row.ended_at!.getTime()).toBeLessThan(at.getTime());
        expect(row.started_at!.getTime()).toBeGreaterThan(at.getTime() - 120 * dayMs);
      }
      const planned = rows.filter((row) => row.status === "scheduled");
      expect(planned.length).toBeGreaterThanOrEqual(4);
      for (const row of planned) {
        expect(row.scheduled_start.getTime()).toBeGreaterThan(at.getTime() + 2 * 3_600_000);
        expect(row.scheduled_start.getTime()).toBeLessThan(at.getTime() + 31 * dayMs);
      }
      expect(rows.filter((row) => row.status === "cancelled")).toHaveLength(1);
      const recent = ended.filter((row) => row.started_at!.getTime() > at.getTime() - 10 * dayMs);
      expect(recent.length).toBeGreaterThanOrEqual(4);
    }
  });

  it("has several series and instructors and three formats; the demo instructor has the most", () => {
    const mine = school.users.find((user) => user.email === "instructor@lectern.test")?.id;
    expect(series).toHaveLength(harbour.series.length);
    expect(new Set(held.map(({ row }) => row.format))).toEqual(new Set(["class", "webinar", "coaching"]));
    expect(new Set(held.map(({ row }) => row.instructor_id)).size).toBeGreaterThanOrEqual(5);
    expect(held.filter(({ row }) => row.instructor_id === mine).length).toBeGreaterThanOrEqual(30);
    const statistics = meetings.filter(({ row }) => row.series_id === series[0]?.id);
    expect(statistics.map(({ row }) => row.series_number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(statistics.at(-1)?.row.status).toBe("scheduled");
  });

  it("links a class to a video of its own course that appeared once the class was over", () => {
    const classes = held.filter(({ row }) => row.format === "class");
    const recorded = classes.filter(({ row }) => row.recording_video_id);
    expect(recorded.length / classes.length).toBeGreaterThan(0.6);
    for (const { row, key } of recorded) {
      const video = school.videos.find(({ id }) => id === row.recording_video_id);
      expect(video?.course_id, key).toBe(row.course_id);
      expect(video!.published_at!.getTime(), key).toBeGreaterThanOrEqual(row.ended_at!.getTime());
      const offset = row.recording_started_at!.getTime() - row.started_at!.getTime();
      expect(offset).toBeGreaterThan(0);
      expect(offset).toBeLessThan(7 * 60_000);
    }
    expect(new Set(recorded.map(({ row }) => row.recording_video_id)).size).toBe(recorded.length);
  });

  it("gives each session its own address and external id", () => {
    expect(new Set(meetings.map(({ row }) => row.id)).size).toBe(meetings.length);
    expect(new Set(meetings.map(({ row }) => row.external_id)).size).toBe(meetings.length);
    for (const { row } of meetings) expect(row.page_url).toBe(`/room/${row.id}`);
  });

  it("invites the course's learners, including the demo's student", () => {
    for (const { row, invited, key } of meetings) {
      if (!row.course_id) continue;
      const takers = new Set(
        school.enrollments.filter((one) => one.course_id === row.course_id).map((one) => one.user_id),
      );
      for (const one of invited) expect(takers.has(one.who.user_id!), key).toBe(true);
    }
    const statistics = meetings.find(({ row }) => row.series_id === series[0]?.id);
    expect(statistics?.invited.map((one) => one.key)).toContain("student@lectern.test");
  });

  it("has the same sessions in another week, at other times", () => {
    const later = plan({ now: new Date(now.getTime() + 14 * dayMs) }).sessions.meetings;
    const what = (all: typeof meetings) =>
      all.map(({ key, course, invited }) => [key, course, invited.map((one) => one.key)]);
    expect(what(later)).toEqual(what(meetings));
  });

  it("has a few sessions at the other school", () => {
    const there = plan({}, northfield).sessions.meetings.map(({ row }) => row.status);
    expect(there.filter((status) => status === "ended").length).toBeGreaterThanOrEqual(5);
    expect(there.length).toBeLessThan(10);
  });
});
