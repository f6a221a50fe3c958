import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { dayOf } from "@/lib/platform/time";
import { media, now, plan, screened } from "@/lib/testing/demo-playbacks";
import { beaconsOf } from "./beacons";
import { northfield } from "./catalogue";

describe("the same again", () => {
  const fingerprint = (school: ReturnType<typeof plan>) => {
    const hash = createHash("sha256");
    for (const screening of school.watched) hash.update(JSON.stringify(beaconsOf(screening)));
    hash.update(JSON.stringify({ ...school, screenings: [] }));
    return hash.digest("hex");
  };
  const small = (options: Parameters<typeof plan>[0] = {}) => plan({ scale: 0.03, ...options });

  it("one seed makes one school, another seed another", () => {
    expect(fingerprint(small())).toBe(fingerprint(small()));
    expect(fingerprint(small({ seed: "other" }))).not.toBe(fingerprint(small()));
  });

  it("another week changes when, not what", () => {
    const later = new Date(now.getTime() + 14 * 24 * 3_600_000);
    const what = (school: ReturnType<typeof plan>) =>
      screened(school).map((video) => [
        video.title,
        video.playbacks,
        video.played.map(({ ranges }) => media(ranges)).sort((a, b) => a - b),
      ]);
    expect(what(small({ now: later }))).toEqual(what(small()));
  });

  it("makes a school on any day and hour", () => {
    for (const hour of [0, 30, 61, 95, 120, 167]) {
      const at = new Date(Date.UTC(2027, 2, 26) + hour * 3_600_000);
      const videos = screened(plan({ now: at, scale: 0.01 }));
      expect(videos.reduce((sum, video) => sum + video.played.length, 0)).toBe(600);
      for (const beacon of videos.flatMap((video) => video.beacons))
        if (beacon.received_at > at || beacon.day !== dayOf(beacon.received_at, "Europe/Lisbon"))
          throw new Error(`${at.toISOString()}: ${beacon.received_at.toISOString()} on ${beacon.day}`);
    }
  });

  it("two schools share nobody and nothing", () => {
    const ids = (school: ReturnType<typeof plan>) =>
      [...school.users, ...school.courses, ...school.lessons, ...school.classes, ...school.videos].map(
        (row) => row.id,
      );
    const ours = screened(plan()).flatMap((video) => video.played);
    const here = new Set([...ids(plan()), ...ours.map(({ view }) => view.view?.viewer_id)]);
    const there = plan({}, northfield);
    expect(ids(there).filter((id) => here.has(id))).toEqual([]);
    const theirs = screened(there).flatMap((video) =>
      video.played.map(({ view }) => view.view?.viewer_id ?? null),
    );
    // A guest's name is the school's own affair; it is told apart by the video.
    expect(theirs.filter((id) => id !== null && !id.startsWith("s:") && here.has(id))).toEqual([]);
  });
});
