import "server-only";
import { eq } from "drizzle-orm";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { courses } from "@/lib/db/tables/courses";
import { schools } from "@/lib/db/tables/schools";
import { videos } from "@/lib/db/tables/videos";
import { reachSession } from "@/lib/domain/sessions/queries/session";
import { reachVideo } from "@/lib/domain/videos/queries/reach";
import type { Measured } from "@/lib/http/player-snippets";
import { uuidPattern } from "@/lib/platform/ids";

/* What a page must name so that its beacons lead to a video or a session. */

/** The school's own id, unless a beacon would take it for one of ours. */
const referenceOf = (externalId: string | null, id: string): string =>
  externalId === null || uuidPattern.test(externalId) ? id : externalId;

/** A school as its pages name it, and whether they may report without a token. */
export async function measuringSchool(schoolId: string) {
  const [school] = await db()
    .select({
      external_id: schools.external_id,
      anonymous_viewers: schools.anonymous_viewers,
      allowed_origins: schools.allowed_origins,
      time_zone: schools.time_zone,
    })
    .from(schools)
    .where(eq(schools.id, schoolId));
  if (!school) throw new Error("a school is missing");
  const { external_id, ...rest } = school;
  return { ...rest, school: referenceOf(external_id, schoolId) };
}

/** What a snippet page shows of a video or a session. */
export type MeasuredThing = Pick<
  Awaited<ReturnType<typeof measuredVideo>>,
  "id" | "school_id" | "title" | "measured" | "school" | "anonymous_viewers" | "time_zone"
>;

/** A video for its snippet. Throws as `reachVideo` does. */
export async function measuredVideo(scope: Scope, given: string) {
  const video = await reachVideo(scope, given);
  const [names] = await db()
    .select({ external_id: videos.external_id, course: courses.external_id })
    .from(videos)
    .innerJoin(courses, eq(courses.id, videos.course_id))
    .where(eq(videos.id, video.id));
  const measured: Measured = {
    kind: "video",
    reference: referenceOf(names?.external_id ?? null, video.id),
    course: referenceOf(names?.course ?? null, video.course_id),
    source: video.source_url,
  };
  return { ...video, measured, ...(await measuringSchool(video.school_id)) };
}

/** A session for its snippet. Throws as `reachSession` does. */
export async function measuredSession(scope: Scope, given: string) {
  const session = await reachSession(scope, given);
  const measured: Measured = {
    kind: "session",
    reference: referenceOf(session.external_id, session.id),
    course: null,
    source: null,
  };
  // Whether guests may come is the session's own setting.
  return { ...(await measuringSchool(session.school_id)), ...session, measured };
}
