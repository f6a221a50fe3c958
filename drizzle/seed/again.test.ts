import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { dayOf } from "@/lib/platform/time";
import { demoVideos, media, now, plan } from "@/lib/testing/demo-playbacks";
import { beaconsOf } from "./beacons";
import { northfield } from "./catalogue";

describe("a planned school", () => {
  const fingerprint = (school: ReturnType<typeof plan>) => {
    const hash = createHash("sha256");
    for (const video of school.watched) hash.update(JSON.stringify(beaconsOf(video)));
    hash.update(JSON.stringify({ ...school, watched: [] }));
    return hash.digest("hex");
  };
  const small = (options: Parameters<typeof plan>[0] = {}) => plan({ scale: 0.03, ...options });

  it("is the same for the same seed, and different for another seed", () => {
    expect(fingerprint(small())).toBe(fingerprint(small()));
    expect(fingerprint(small({ seed: "other" }))).not.toBe(fingerprint(small()));
  });

  it("has the same playbacks in another week, at other times", () => {
    const later = new Date(now.getTime() + 14 * 24 * 3_600_000);
    const what = (school: ReturnType<typeof plan>) =>
      demoVideos(school).map((video) => [
        video.title,
        video.playbacks,
        video.played.map(({ ranges }) => media(ranges)).sort((a, b) => a - b),
      ]);
    expect(what(small({ now: later }))).toEqual(what(small()));
  });

  it("can be made on any day and hour", () => {
    for (const hour of [0, 30, 61, 95, 120, 167]) {
      const at = new Date(Date.UTC(2027, 2, 26) + hour * 3_600_000);
      const videos = demoVideos(plan({ now: at, scale: 0.01 }));
      expect(videos.reduce((sum, video) => sum + video.played.length, 0)).toBe(600);
      for (const beacon of videos.flatMap((video) => video.beacons))
        if (beacon.received_at > at || beacon.day !== dayOf(beacon.received_at, "Europe/Lisbon"))
          throw new Error(`${at.toISOString()}: ${beacon.received_at.toISOString()} on ${beacon.day}`);
    }
  });

  it("shares no row and no viewer with the other school", () => {
    const ids = (school: ReturnType<typeof plan>) =>
      [...school.users, ...school.courses, ...school.lessons, ...school.classes, ...school.videos].map(
        (row) => row.id,
      );
    const ours = demoVideos(plan()).flatMap((video) => video.played);
    const here = new Set([...ids(plan()), ...ours.map(({ view }) => view.view?.viewer_id)]);
    const there = plan({}, northfield);
    expect(ids(there).filter((id) => here.has(id))).toEqual([]);
    const theirs = demoVideos(there).flatMap((video) =>
      video.played.map(({ view }) => view.view?.viewer_id ?? null),
    );
    // A guest's subject may be the same in both schools; the video tells them apart.
    expect(theirs.filter((id) => id !== null && !id.startsWith("s:") && here.has(id))).toEqual([]);
  });
});
