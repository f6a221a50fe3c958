import ical, { ICalCalendarMethod, ICalEventStatus } from "ical-generator";
import type { Language } from "@/lib/language/language";

/** What a calendar shows of a session. */
type Entry = {
  id: string;
  title: string;
  status: string;
  course_title: string | null;
  instructor_name: string;
  scheduled_start: Date;
  scheduled_end: Date;
  page_url: string | null;
  /** Raised by every change of the session: a calendar keeps the entry with the highest. */
  version: number;
};

/** Sessions as an iCalendar file (RFC 5545): each with the link to join at `origin`. A later file of a session replaces its entry. */
export function calendarOf(
  sessions: readonly Entry[],
  origin: string,
  now: Date,
  { t, code }: Language,
): string {
  const calendar = ical({ prodId: { company: "Lectern", product: "Lectern", language: code.toUpperCase() } });
  calendar.method(ICalCalendarMethod.PUBLISH);
  for (const session of sessions) {
    const link = new URL(session.page_url ?? `/room/${session.id}`, origin).href;
    calendar.createEvent({
      id: `${session.id}@lectern`,
      sequence: session.version,
      stamp: now,
      start: session.scheduled_start,
      end: session.scheduled_end,
      summary: session.title,
      description: [
        session.course_title,
        t("sessions.calendar.with", { name: session.instructor_name }),
        t("sessions.calendar.join", { link }),
      ]
        .filter(Boolean)
        .join("\n"),
      location: link,
      url: link,
      status: session.status === "cancelled" ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    });
  }
  return calendar.toString();
}
