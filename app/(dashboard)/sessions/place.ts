import type { SessionSummary } from "@/lib/domain/sessions/schema";

const formats = { class: "Class", webinar: "Webinar", coaching: "Coaching call" } as const;

/** Where a session belongs: its course and week, else what kind it is. */
export function placeOf(
  session: Pick<SessionSummary, "course_title" | "series_number" | "series_title" | "format">,
): string {
  const within = session.course_title ?? session.series_title;
  if (!within) return `${formats[session.format]}, open to all`;
  return session.series_number === null ? within : `${within}, week ${session.series_number}`;
}
