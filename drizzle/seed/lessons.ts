import type { materials } from "@/lib/db/tables/courses";
import type { terms } from "@/lib/db/tables/schools";
import { plusDays } from "@/lib/platform/time";
import type { SchoolPlan } from "./school";

/* What the demo's lessons hold besides their videos, and the terms of its classes. */

type IdOf = (kind: string, key: string) => string;

/** Days of the current term before and after today: the courses' first weeks are in it. */
const termDays = { before: 125, after: 42 };

/** The current term of a school and the one before it. `today` is the school's. */
export function termsOf(
  schoolId: string,
  today: string,
  idOf: IdOf,
): (typeof terms.$inferInsert & { id: string })[] {
  const starts_on = plusDays(today, -termDays.before);
  const length = termDays.before + termDays.after;
  const term = (key: string, starts: string) => {
    const ends_on = plusDays(starts, length);
    const season = Number(ends_on.slice(5, 7)) >= 8 || Number(ends_on.slice(5, 7)) < 3 ? "Autumn" : "Spring";
    return {
      id: idOf("term", key),
      school_id: schoolId,
      external_id: `${key}-term`,
      name: `${season} ${starts.slice(0, 4)}`,
      starts_on: starts,
      ends_on,
    };
  };
  return [term("current", starts_on), term("previous", plusDays(starts_on, -length - 1))];
}

/** The order of kinds in a demo lesson: its video, the session about it with its recording, then what is read and answered. */
const order = { video: 1, session: 2, recording: 3, pdf: 4, quiz: 5, link: 6 };

/** Puts each session with a recording into the recording's lesson, and gives the lessons their reading and every second one a quiz. */
export function fillLessons(plan: SchoolPlan, idOf: IdOf): (typeof materials.$inferInsert)[] {
  const recordings = new Set(plan.sessions.meetings.map(({ row }) => row.recording_video_id));
  const lessonOf = new Map(plan.videos.map(({ id, lesson_id }) => [id, lesson_id]));
  for (const video of plan.videos)
    video.lesson_position = recordings.has(video.id) ? order.recording : order.video;
  for (const { row } of plan.sessions.meetings) {
    const lesson_id = row.recording_video_id && lessonOf.get(row.recording_video_id);
    if (lesson_id) Object.assign(row, { lesson_id, lesson_position: order.session });
  }
  return plan.lessons.flatMap((lesson, index) => {
    const about = (type: "pdf" | "quiz" | "link", title: string, minutes: number) => ({
      id: idOf("material", `${lesson.external_id} ${type}`),
      lesson_id: lesson.id,
      external_id: `${lesson.external_id}-${type}`,
      type,
      title,
      url: `https://courses.harbour.example/${lesson.external_id?.toLowerCase()}/${type}`,
      duration_ms: minutes * 60_000,
      lesson_position: order[type],
    });
    return [
      about("pdf", `${lesson.title}: notes`, 10),
      ...(index % 2 ? [] : [about("quiz", `${lesson.title}: ten questions`, 12)]),
      ...(index % 3 ? [] : [about("link", `${lesson.title}: further reading`, 20)]),
    ];
  });
}
