import {
  type CourseLearner,
  courseFunnel,
  lessonFunnel,
  mostStopped,
} from "@/lib/domain/courses/analysis/funnel";
import type { QuizSums } from "@/lib/domain/courses/analysis/queries";
import {
  type AnalysedClass,
  type CourseLessonsAnswer,
  type CourseNumbers,
  inNoClass,
  type LessonSession,
  type LessonVideo,
} from "@/lib/domain/courses/analysis/schema";
import { meanFrom } from "@/lib/domain/courses/results/scores";
import type { ClassAttendance } from "@/lib/domain/sessions/queries/class-attendance";
import type { SessionSummary } from "@/lib/domain/sessions/schema";
import { fewest } from "@/lib/measure/evidence";
import { oneDecimal, share } from "@/lib/measure/rounding";

/* The numbers of a course by its lessons, from what its learners did, its videos and its sessions. */

/** A class by its id, `none` for who is in none, null for everybody. */
export type ClassFilter = string | null;

export type CourseFacts = {
  course_id: string;
  filter: ClassFilter;
  lessons: readonly { id: string; number: string; title: string }[];
  classes: readonly { id: string; name: string; archived_at: Date | null }[];
  /** Everybody, whatever the filter. */
  learners: readonly CourseLearner[];
  quizzes: readonly QuizSums[];
  /** In the order of time, of those that count. */
  sessions: readonly Pick<
    SessionSummary,
    | "session_id"
    | "lesson_id"
    | "title"
    | "session_status"
    | "begun_at"
    | "total_registered"
    | "registered_attended"
    | "total_attended"
    | "curve"
  >[];
  attendance: readonly ClassAttendance[];
  /** Of the filter's learners. */
  videos: readonly (LessonVideo & { lesson_id: string })[];
};

export const isOfClass = (filter: ClassFilter) => (row: { class_id: string | null }) =>
  filter === null || row.class_id === (filter === inNoClass ? null : filter);

export function courseLessonsOf(
  facts: CourseFacts,
  now: Date,
): Omit<CourseLessonsAnswer, "completion_forecast"> {
  const { course_id, filter, lessons } = facts;
  const learners = facts.learners.filter(isOfClass(filter));
  const tooFew = filter !== null && learners.length < fewest.people_for_rate;
  const funnel = lessonFunnel(lessons.length, learners, now);
  const most = mostStopped(funnel);
  return {
    success: true,
    course_id,
    class_id: filter,
    too_few: tooFew,
    numbers: numbersOf(facts, filter, now),
    most_stopped_lesson_id: tooFew || most === null ? null : lessons[most]!.id,
    lessons: tooFew
      ? []
      : lessons.map(({ id, number, title }, place) => {
          const row = funnel[place]!;
          return {
            ...{ lesson_id: id, number, title },
            ...row,
            reached_percentage: share(row.reached, learners.length),
            completed_percentage: share(row.completed, learners.length),
            ...quizNumbers(
              facts.quizzes.filter(({ lesson_id }) => lesson_id === id).filter(isOfClass(filter)),
            ),
            videos: facts.videos
              .filter(({ lesson_id }) => lesson_id === id)
              .map(({ lesson_id: _, ...video }) => video),
            sessions: facts.sessions
              .filter(({ lesson_id }) => lesson_id === id)
              .map((session) => sessionNumbers(session, facts.attendance, filter)),
          };
        }),
    classes: classNumbers(facts, now),
  };
}

/** Each class with its own numbers, then who is in none. An archived class without learners is left out. */
function classNumbers(facts: CourseFacts, now: Date): AnalysedClass[] {
  const named = facts.classes.map(({ id, name, archived_at }) => ({
    filter: id,
    class_id: id,
    name,
    archived_at,
  }));
  const all = [...named, { filter: inNoClass, class_id: null, name: null, archived_at: now }];
  return all.flatMap(({ filter, class_id, name, archived_at }) => {
    const learners = facts.learners.filter(isOfClass(filter));
    if (archived_at !== null && learners.length === 0) return [];
    const too_few = learners.length < fewest.people_for_rate;
    const funnel = too_few ? [] : lessonFunnel(facts.lessons.length, learners, now);
    const most = mostStopped(funnel);
    return [
      {
        ...{ class_id, name, too_few },
        numbers: numbersOf(facts, filter, now),
        most_stopped_lesson_id: most === null ? null : facts.lessons[most]!.id,
        reached: funnel.map(({ reached }) => reached),
        stopped: funnel.map(({ stopped }) => stopped),
      },
    ];
  });
}

/** The numbers of the whole course. A class of fewer than 5 learners has counts only. */
function numbersOf(facts: CourseFacts, filter: ClassFilter, now: Date): CourseNumbers {
  const learners = facts.learners.filter(isOfClass(filter));
  const numbers = {
    ...courseFunnel(learners, now),
    ...quizNumbers(facts.quizzes.filter(isOfClass(filter))),
    ...liveNumbers(facts, filter),
  };
  return filter !== null && learners.length < fewest.people_for_rate
    ? {
        ...numbers,
        average_progress_percentage: null,
        average_quiz_score_percentage: null,
        attendance_rate: null,
      }
    : numbers;
}

function quizNumbers(sums: readonly QuizSums[]) {
  const results = sums.reduce((all, one) => all + one.results, 0);
  const learners = new Set(sums.flatMap((one) => one.learners)).size;
  const sum = sums.reduce((all, one) => all + one.sum, 0);
  return {
    ...{ quiz_results: results, quiz_learners: learners },
    average_quiz_score_percentage: learners >= meanFrom ? oneDecimal(sum / results) : null,
  };
}

type Session = CourseFacts["sessions"][number];

/** A session's attendance: of everybody who came, or of a class. */
function attendanceOf(
  { session_id, session_status, ...session }: Session,
  attendance: readonly ClassAttendance[],
  filter: ClassFilter,
) {
  const isOver = session_status === "ended";
  if (filter === null)
    return {
      registered: session.total_registered,
      registered_attended: isOver ? session.registered_attended : null,
      attended: isOver ? session.total_attended : null,
    };
  const rows = attendance.filter((row) => row.session_id === session_id).filter(isOfClass(filter));
  const sum = (key: "registered" | "registered_attended" | "attended") =>
    rows.reduce((all, row) => all + row[key], 0);
  return {
    registered: sum("registered"),
    registered_attended: isOver ? sum("registered_attended") : null,
    attended: isOver ? sum("attended") : null,
  };
}

function sessionNumbers(
  session: Session,
  attendance: readonly ClassAttendance[],
  filter: ClassFilter,
): LessonSession {
  const { session_id, title, session_status, begun_at, curve } = session;
  return {
    ...{ session_id, title, session_status, begun_at },
    ...attendanceOf(session, attendance, filter),
    curve: filter === null && session_status === "ended" ? curve : [],
  };
}

/** Over all ended sessions of the course: of who had registered, those who came. */
function liveNumbers({ sessions, attendance }: CourseFacts, filter: ClassFilter) {
  const held = sessions
    .filter(({ session_status }) => session_status === "ended")
    .map((session) => attendanceOf(session, attendance, filter));
  const registered = held.reduce((all, one) => all + one.registered, 0);
  const registered_attended = held.reduce((all, one) => all + (one.registered_attended ?? 0), 0);
  return {
    live_sessions: held.length,
    ...{ registered, registered_attended },
    attendance_rate: share(registered_attended, registered),
  };
}
