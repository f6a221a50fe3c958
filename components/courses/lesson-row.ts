import type { Shown } from "@/components/tables/cells";
import type { AnalysedLesson, LessonSession } from "@/lib/domain/courses/analysis/schema";
import type { Language } from "@/lib/language/language";

/** A lesson with the times of its sessions as texts, made on the server. */
export type LessonShown = Omit<AnalysedLesson, "sessions"> & {
  sessions: (LessonSession & { when: Shown })[];
};

/** The link that opens a lesson's people under the chart, with the page's class filter. */
export function lessonHref(search: string, lessonId: string): string {
  const values = new URLSearchParams(search);
  values.set("lesson", lessonId);
  values.delete("standing");
  return `?${values}#lesson`;
}

/** What is known of a session's attendance: "28 of 45 came", "38 registered", "Cancelled". */
export function attendanceText(session: LessonSession, { t }: Language): string {
  const { session_status: status, registered, registered_attended, attended } = session;
  if (status === "cancelled") return t("courses.lesson_chart.cancelled");
  if (status === "live") return t("courses.lesson_chart.live_now");
  if (status === "scheduled") return t("courses.lesson_chart.registered", { registered });
  if (registered > 0 && registered_attended !== null)
    return t("courses.lesson_chart.came_of", { came: registered_attended, registered });
  return attended === null ? t("ui.unknown") : t("courses.lesson_chart.came", { came: attended });
}

/** The session that stands for a lesson in a small place: the last that is over, else the first to come, else any. */
export const sessionShown = <Session extends LessonSession>(sessions: readonly Session[]): Session | null =>
  sessions.findLast(({ session_status }) => session_status === "ended") ??
  sessions.find(({ session_status }) => session_status !== "cancelled") ??
  sessions[0] ??
  null;
