import type { Sql } from "postgres";
import { sql as database } from "@/lib/db/client";
import { fieldError } from "@/lib/platform/errors";
import { uuidPattern } from "@/lib/platform/ids";
import { once } from "@/lib/platform/process";

/** What accepting a beacon must know of its video and school. */
export type KnownVideo = {
  video_id: string;
  school_id: string;
  course_id: string;
  course_external_id: string | null;
  duration_ms: number | null;
  time_zone: string;
  anonymous_viewers: boolean;
  address_limit_per_minute: number;
};

/** A changed setting takes effect within this time. What the numbers depend on is read again inside the transaction. */
const freshMs = 2000;
const videosMax = 10_000;

type Entry = { at: number; found: Promise<KnownVideo[]> };

function directory(): Map<string, Entry> {
  return once("video-directory", () => new Map<string, Entry>());
}

async function read(sql: Sql, reference: string): Promise<KnownVideo[]> {
  const rows = await sql`
    select v.id, v.school_id, v.course_id, c.external_id, v.duration_ms, s.time_zone, s.anonymous_viewers, s.address_limit_per_minute
    from videos v join courses c on c.id = v.course_id join schools s on s.id = v.school_id
    where ${uuidPattern.test(reference) ? sql`v.id = ${reference}` : sql`v.external_id = ${reference}`}
    limit 50`;
  return rows.map((row) => ({
    video_id: row.id,
    school_id: row.school_id,
    course_id: row.course_id,
    course_external_id: row.external_id,
    duration_ms: row.duration_ms,
    time_zone: row.time_zone,
    anonymous_viewers: row.anonymous_viewers,
    address_limit_per_minute: row.address_limit_per_minute,
  }));
}

/** Forgets a video whose row just changed. */
export function forgetVideo(reference: string): void {
  directory().delete(reference);
}

/**
 * The video that a beacon names, by id or by the school's own id. Two schools may use the same id of their own: then the
 * token's school or the course decides, and if neither does the beacon is refused rather than credited to a guess.
 */
export async function findVideo(
  reference: string,
  hints: { school_id?: string | undefined; course_reference?: string | undefined },
): Promise<KnownVideo> {
  const known = directory();
  const now = Date.now();
  let entry = known.get(reference);
  if (!entry || now - entry.at > freshMs) {
    if (known.size >= videosMax) known.clear();
    const found = read(database(), reference);
    entry = { at: now, found };
    known.set(reference, entry);
    found.catch(() => known.delete(reference));
  }
  let candidates = await entry.found;
  if (hints.school_id) candidates = candidates.filter((video) => video.school_id === hints.school_id);
  if (candidates.length > 1 && hints.course_reference)
    candidates = candidates.filter((video) => isCourse(video, hints.course_reference!));
  const [video, another] = candidates;
  if (!video) throw fieldError("video_id", "there is no such video", "not_found");
  if (another) throw fieldError("video_id", "more than one school uses this id; send the video's UUID");
  return video;
}

/** Whether a course reference, id or external id, is this video's course. */
export function isCourse(video: KnownVideo, reference: string): boolean {
  return reference.toLowerCase() === video.course_id || reference === video.course_external_id;
}
