import ical, { ICalCalendarMethod, ICalEventStatus } from "ical-generator";

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
export function calendarOf(sessions: readonly Entry[], origin: string, now: Date): string {
  const calendar = ical({ prodId: { company: "Lectern", product: "Lectern", language: "EN" } });
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
      description: [session.course_title, `With ${session.instructor_name}`, `Join: ${link}`]
        .filter(Boolean)
        .join("\n"),
      location: link,
      url: link,
      status: session.status === "cancelled" ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    });
  }
  return calendar.toString();
}
