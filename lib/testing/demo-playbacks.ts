import { beaconsOf } from "@/drizzle/seed/beacons";
import { harbour } from "@/drizzle/seed/catalogue";
import { planSchool } from "@/drizzle/seed/school";
import type { Beacon, Progress } from "@/lib/domain/videos/playback";

/* The planned demo school without a database, for its tests, with each playback's beacons paired. */

/** The tests' current time. */
export const now = new Date("2026-11-20T11:40:00Z");
export const plan = (options: { now?: Date; scale?: number; seed?: string } = {}, school = harbour) =>
  planSchool(school, { seed: "lectern", now, scale: 1, password_hash: null, ...options });

type Played = { view: Beacon; progress: Progress | null; heard_at: Date; ranges: [number, number][] };
export type DemoVideo = {
  title: string;
  seconds: number;
  playbacks: number;
  published_at: number;
  beacons: Beacon[];
  played: Played[];
};

/** The videos that are recordings of live sessions. */
const recordings = ({ sessions }: ReturnType<typeof plan>) =>
  new Set(sessions.meetings.map(({ row }) => row.recording_video_id));

/** Every lesson's video of a school with its playbacks, as the ingest would pair them; recordings of sessions are left out. */
export const demoVideos = (school: ReturnType<typeof plan>): DemoVideo[] =>
  school.watched
    .filter(({ video_id: videoId }) => !recordings(school).has(videoId))
    .map((watched) => {
      const beacons = beaconsOf(watched);
      const progress = new Map(
        beacons.filter((beacon) => beacon.progress).map((beacon) => [beacon.playback_id, beacon]),
      );
      const played = beacons
        .filter((beacon) => beacon.view)
        .map((view) => {
          const last = progress.get(view.playback_id);
          const ranges = (last?.progress?.played ?? []).map(([from, to]): [number, number] => [
            Math.round(from),
            Math.round(to),
          ]);
          return {
            view,
            progress: last?.progress ?? null,
            heard_at: last?.received_at ?? view.received_at,
            ranges,
          };
        });
      const { title, seconds, playbacks } = watched;
      return { title, seconds, playbacks, published_at: watched.rhythm.published_at, beacons, played };
    });

/** Media seconds of some ranges. */
export const media = (ranges: [number, number][]) => ranges.reduce((sum, [from, to]) => sum + to - from, 0);
