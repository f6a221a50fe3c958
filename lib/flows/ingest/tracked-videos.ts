import { eq, sql } from "drizzle-orm";
import { builtOnce, db } from "@/lib/db/client";
import { courses, lessons } from "@/lib/db/tables/courses";
import { schools } from "@/lib/db/tables/schools";
import { videos } from "@/lib/db/tables/videos";
import { videoOfPlayback } from "@/lib/domain/videos/ingest/pending-beacons";
import { uuidPattern } from "@/lib/platform/ids";
import { processCache } from "@/lib/platform/process";
import type { Subject } from "./accept";
import { cachedRows } from "./cache";
import { type Refusal, refused } from "./refusals";

/* Which video a beacon is about. */

export type TrackedVideo = Subject & {
  video_id: string;
  course_id: string;
  course_external_id: string | null;
  lesson_id: string | null;
  lesson_external_id: string | null;
  duration_ms: number | null;
  time_zone: string;
  anonymous_viewers: boolean;
  allowed_origins: string[];
};

export const videoRefusals = {
  unknown_video: { code: "not_found", path: "video_id", message: "this video does not exist" },
  ambiguous_video: {
    code: "invalid",
    path: "video_id",
    message: "more than one school uses this id; send the video's UUID",
  },
} as const satisfies Record<string, Refusal>;

/** A video by id or external id. Built once, since it runs often. */
const videosBy = (by: "id" | "external_id") =>
  builtOnce(`tracked videos by ${by}`, () =>
    db()
      .select({
        video_id: videos.id,
        school_id: videos.school_id,
        course_id: videos.course_id,
        course_external_id: courses.external_id,
        lesson_id: videos.lesson_id,
        lesson_external_id: lessons.external_id,
        duration_ms: videos.duration_ms,
        time_zone: schools.time_zone,
        anonymous_viewers: schools.anonymous_viewers,
        allowed_origins: schools.allowed_origins,
        address_limit_per_minute: schools.address_limit_per_minute,
      })
      .from(videos)
      .innerJoin(courses, eq(courses.id, videos.course_id))
      .leftJoin(lessons, eq(lessons.id, videos.lesson_id))
      .innerJoin(schools, eq(schools.id, videos.school_id))
      .where(eq(videos[by], sql.placeholder("reference")))
      .limit(50),
  );

const videosByReference = cachedRows<TrackedVideo>("videos", (reference) =>
  videosBy(uuidPattern.test(reference) ? "id" : "external_id").execute({ reference }),
);

/** The video that a beacon names. If two schools use the same external id, the token's school or the course decides, or it is refused. */
export async function findVideo(
  reference: string,
  schoolId: string | null,
  course?: string,
): Promise<TrackedVideo> {
  let candidates = await videosByReference(reference);
  if (schoolId !== null) candidates = candidates.filter((video) => video.school_id === schoolId);
  if (candidates.length > 1 && course !== undefined)
    candidates = candidates.filter((video) => isCourse(video, course));
  const [video, another] = candidates;
  if (!video) throw refused(videoRefusals, "unknown_video");
  if (another) throw refused(videoRefusals, "ambiguous_video");
  return video;
}

/** Whether a course reference, id or external id, is this video's course. */
export const isCourse = (video: TrackedVideo, reference: string): boolean =>
  reference.toLowerCase() === video.course_id || reference === video.course_external_id;

/** Whether a lesson reference can be this video's lesson. While the school has no own id for the lesson, any can be. */
export const isLesson = ({ lesson_id, lesson_external_id }: TrackedVideo, reference: string): boolean =>
  lesson_external_id === null || reference === lesson_external_id || reference.toLowerCase() === lesson_id;

/** The videos of playbacks that this process has seen, which saves a look-up. Filled only after the commit. */
export const videosByPlayback = () => processCache<string>("videos by playback", { max: 50_000 });

/** The video of a playback whose beacon does not name it; undefined until a view has. */
export async function cachedVideoOf(playbackId: string): Promise<string | undefined> {
  const cached = videosByPlayback().get(playbackId);
  if (cached !== undefined) return cached;
  const videoId = await videoOfPlayback(playbackId);
  if (videoId !== undefined) videosByPlayback().set(playbackId, videoId);
  return videoId;
}
