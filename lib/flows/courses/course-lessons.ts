import "server-only";
import type { Scope } from "@/lib/auth/scope";
import type { CourseLearner } from "@/lib/domain/courses/analysis/funnel";
import {
  classesOf,
  classOf,
  courseLearners,
  lessonsInOrder,
  quizSums,
} from "@/lib/domain/courses/analysis/queries";
import { type CourseLessonsAnswer, inNoClass, type LessonVideo } from "@/lib/domain/courses/analysis/schema";
import { lessonsMax } from "@/lib/domain/courses/lessons/forms";
import { lessonList } from "@/lib/domain/courses/lessons/queries";
import { reachCourse, zoneOf } from "@/lib/domain/courses/queries";
import { classAttendance } from "@/lib/domain/sessions/queries/class-attendance";
import { sessionList } from "@/lib/domain/sessions/queries/list";
import { dropOffsOf } from "@/lib/domain/videos/drop-offs";
import { curvesOfClass, watchedByLearners } from "@/lib/domain/videos/queries/learners";
import { mostReplayed, sampledRetention } from "@/lib/domain/videos/queries/retention";
import { stopsOf } from "@/lib/domain/videos/queries/stops";
import { totalsOfAllTime } from "@/lib/domain/videos/queries/totals";
import type { Moment } from "@/lib/domain/videos/schema";
import { lengthInSeconds } from "@/lib/measure/completion";
import { largestDrop } from "@/lib/measure/drop-offs";
import { fewest } from "@/lib/measure/evidence";
import { oneDecimal } from "@/lib/measure/rounding";
import { completionForecast } from "./forecast";
import { type ClassFilter, courseLessonsOf, isOfClass } from "./numbers";

/** A small curve's points. */
const curvePoints = 25;
/** More sessions of one course are not read. */
const sessionsMax = 300;

/** The numbers of a course by its lessons, and the learners of whom they are. */
export type CourseAnalysis = { answer: CourseLessonsAnswer; learners: CourseLearner[] };

/**
 * A course by its lessons, of all who take it or of one class. Throws as `reachCourse` does, and `not_found` for a class that is not the
 * course's.
 */
export async function courseLessons(
  scope: Scope,
  courseId: string,
  query: { class_id?: string | undefined },
  now: Date,
): Promise<CourseAnalysis> {
  const course = await reachCourse(scope, courseId);
  const filter = await classOf(course, query.class_id);
  const [lessons, classes, learners, quizzes, { items: sessions }, attendance, contents] = await Promise.all([
    lessonsInOrder(course),
    classesOf(course),
    courseLearners(course),
    quizSums(course),
    sessionList(
      scope,
      {
        ...{ course_id: course.id, left_out: "false", sort: "when", order: "asc" },
        ...{ limit: sessionsMax, offset: 0 },
      },
      now,
    ),
    classAttendance(scope, course),
    lessonList(scope, course.id, { limit: lessonsMax, offset: 0 }),
  ]);
  const items = contents.items.flatMap(({ id, items }) =>
    items.filter(({ kind }) => kind === "video").map((item) => ({ ...item, lesson_id: id })),
  );
  const videos = await lessonVideos(items, filter);
  const facts = {
    course_id: course.id,
    filter,
    lessons,
    classes,
    learners,
    quizzes,
    sessions,
    attendance,
    videos,
  };
  const those = learners.filter(isOfClass(filter));
  const completion_forecast =
    those.length < fewest.people_for_rate
      ? null
      : await completionForecast({ id: course.id, time_zone: await zoneOf(course) }, filter, now);
  return { answer: { ...courseLessonsOf(facts, now), completion_forecast }, learners: those };
}

type Item = { id: string; lesson_id: string; title: string; duration_seconds: number | null };

/** What was watched of these videos: of everybody by their roll-ups, of a class by its learners. */
async function lessonVideos(items: readonly Item[], filter: ClassFilter) {
  const ids = items.map(({ id }) => id);
  if (ids.length === 0) return [];
  const classId = filter === inNoClass ? null : (filter ?? undefined);
  const [watched, curves] = await Promise.all([
    watchedByLearners(ids, classId),
    classId === undefined ? viewCurves(items) : curvesOfClass(ids, classId, curvePoints),
  ]);
  return items.map(({ id, lesson_id, title, duration_seconds }): LessonVideo & { lesson_id: string } => {
    const { learners = 0, median = null } = watched.get(id) ?? {};
    const { curve, stops, viewers = learners, replayed }: Curve = curves.get(id) ?? { curve: [], stops: [] };
    const drop = largestDrop(dropOffsOf(stops, viewers));
    return {
      ...{ lesson_id, video_id: id, title, duration_seconds, learners },
      median_watched_percentage: learners < fewest.people_for_rate ? null : oneDecimal(median),
      curve: viewers < fewest.people_for_rate ? [] : curve.map(oneDecimal),
      hardest_moment: drop && {
        ...{ from_second: drop.from_second, to_second: drop.to_second },
        ...{ present: drop.present, lost: drop.lost, lost_percentage: drop.lost_percent },
      },
      replayed_moment: replayed
        ? {
            ...{ from_second: replayed.from_second, to_second: replayed.to_second },
            ...{ at_second: replayed.at_second, replays: replayed.views },
          }
        : null,
    };
  });
}

/** A small curve, and how many stopped in each of the video's segments; without `viewers` they are the learners who watched. */
type Curve = { curve: number[]; stops: number[]; viewers?: number; replayed?: Moment | undefined };

async function viewCurves(items: readonly Item[]): Promise<Map<string, Curve>> {
  const ids = items.map(({ id }) => id);
  const known = items.flatMap(({ id, duration_seconds: seconds }) =>
    seconds === null ? [] : [{ id, seconds }],
  );
  const totals = new Map((await totalsOfAllTime(ids)).map((row) => [row.video_id, row]));
  const [curves, stops, replayed] = await Promise.all([
    sampledRetention(ids, curvePoints),
    stopsOf(known),
    mostReplayed(
      known.map(({ id, seconds }) => {
        const { played = 0, viewers = 0 } = totals.get(id) ?? {};
        return { id, length: lengthInSeconds(seconds * 1000), base: played, people: viewers };
      }),
    ),
  ]);
  return new Map(
    [...totals].map(([id, { viewers }]) => [
      id,
      {
        ...{ viewers, curve: curves.get(id) ?? [], stops: stops.get(id) ?? [] },
        replayed: replayed.get(id),
      },
    ]),
  );
}
