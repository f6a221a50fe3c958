import "server-only";
import { and, eq, gte, lt, sql } from "drizzle-orm";
import { ownSchool } from "@/lib/auth/school";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { isAmong } from "@/lib/db/literals";
import { videos, viewerProgress } from "@/lib/db/tables/videos";
import type { Summary, SummaryQuery } from "@/lib/domain/learning/overviews";
import { activityByDay } from "@/lib/domain/learning/queries/activity";
import { listsVideos } from "@/lib/domain/videos/queries/reach";
import { oneDecimal } from "@/lib/measure/rounding";
import { fieldError } from "@/lib/platform/errors";
import { dayOf, daysInclusive, plusDays, startOfDayInstant } from "@/lib/platform/time";
import { activeOn } from "./active-days";
import { quizzesOf } from "./quizzes";
import { byActor, reachClass, studentsOf } from "./students";

const usualDays = 30;
const daysMax = 366;

/** What the students of a scope, or of one class, did in some days: by default the last 30. */
export async function summary(scope: Scope, query: SummaryQuery, now: Date): Promise<Summary> {
  const { time_zone } = await ownSchool(scope);
  const end_date = query.end_date ?? dayOf(now, time_zone);
  const start_date = query.start_date ?? plusDays(end_date, 1 - usualDays);
  if (start_date > end_date) throw fieldError("start_date", { english: "must not be after end_date" });
  if (daysInclusive(start_date, end_date) > daysMax)
    throw fieldError("start_date", {
      english: `must be at most ${daysMax} days back from end_date, both included`,
    });
  const class_id = query.class_id === undefined ? null : await reachClass(scope, query.class_id);
  const students = await studentsOf(scope, class_id);
  const actors = await byActor(students);
  const ids = students.map(({ id }) => id);
  const time = {
    from: startOfDayInstant(start_date, time_zone),
    before: startOfDayInstant(plusDays(end_date, 1), time_zone),
  };
  const [active, activity, quizzes, completed] = await Promise.all([
    activeOn(students, actors, { from: start_date, to: end_date, time_zone }, now),
    activityByDay(scope, { from: start_date, to: end_date }, [...actors.keys()]),
    quizzesOf(scope, ids, time),
    completionsIn(scope, ids, time),
  ]);
  const { learning_events, minutes, xp } = activity;
  const ofSchool = <Value>(value: Value) => (class_id === null ? value : null);
  return {
    ...{ start_date, end_date, time_zone, class_id, total_students: students.length },
    ...{ active_users: active.size, learning_events, minutes },
    video_views: ofSchool(activity.video_views),
    attendances: ofSchool(activity.attendances),
    activities: ofSchool(activity.activities),
    total_xp: xp,
    average_xp: students.length === 0 ? null : oneDecimal(xp / students.length),
    ...completed,
    ...quizzes,
  };
}

/** The videos of the scope that these students completed in a time. */
async function completionsIn(scope: Scope, ids: readonly string[], time: { from: Date; before: Date }) {
  const viewers = ids.map((id) => `u:${id}`);
  const [row] = await db()
    .select({
      videos_completed: sql<number>`count(*)::int`,
      students_completing: sql<number>`count(distinct ${viewerProgress.viewer_id})::int`,
    })
    .from(viewerProgress)
    .innerJoin(videos, eq(videos.id, viewerProgress.video_id))
    .where(
      and(
        listsVideos(scope),
        gte(viewerProgress.completed_at, time.from),
        lt(viewerProgress.completed_at, time.before),
        isAmong(viewerProgress.viewer_id, viewers),
      ),
    );
  return row ?? { videos_completed: 0, students_completing: 0 };
}
