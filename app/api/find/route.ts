import { z } from "zod";
import { type FoundKind, foundKinds, placesFor } from "@/components/shell/navigation";
import { isStaff } from "@/lib/auth/scope";
import { findCourses } from "@/lib/domain/courses/queries";
import { findPeople } from "@/lib/domain/people/queries";
import { findSessions } from "@/lib/domain/sessions/queries/session";
import { findVideos } from "@/lib/domain/videos/queries/list";
import { route } from "@/lib/http/route";
import { dateFormat } from "@/lib/language/dates";

/** How many results of one kind fit the palette; a longer search narrows them. */
const foundMax = 8;

const found = z.object({
  kind: z.enum(foundKinds),
  id: z.string(),
  title: z.string(),
  subtitle: z.string().nullable(),
  href: z.string(),
});
type Found = z.infer<typeof found>;

export const GET = route({
  summary: "Find a session, a video, a course or a page by its title, or a person by their name or address",
  auth: "signed_in",
  query: z.object({ q: z.string().trim().min(1).max(200) }),
  answer: z.object({ items: z.array(found), total: z.number().int() }),
  example: {
    query: { q: "residual" },
    answer: {
      items: [
        {
          kind: "video",
          id: "0192f3a4-5b10-7c21-8f00-6d1f0c7a9e31",
          title: "Reading a residual plot",
          subtitle: "Statistics for everyone, lesson 7.2",
          href: "/videos/0192f3a4-5b10-7c21-8f00-6d1f0c7a9e31",
        },
      ],
      total: 1,
    },
  },
  async handler({ ctx: { scope, now }, query: { q }, language }) {
    const { code, t } = language;
    const staff = isStaff(scope);
    const [sessions, videos, courses, people] = await Promise.all([
      findSessions(scope, q, foundMax),
      findVideos(scope, q, foundMax),
      findCourses(scope, q, foundMax),
      findPeople(scope, q, foundMax),
    ]);
    const pages = placesFor(scope.role)
      .flat()
      .map(({ name, href }) => ({ href, label: t(`shell.frame.places.${name}`) }))
      .filter(({ label }) => label.toLowerCase().includes(q.toLowerCase()));
    // Staff open a thing's numbers; a student the place where they take part in it or watch it.
    const groups: Record<FoundKind, Omit<Found, "kind">[]> = {
      session: sessions.items.map((session) => ({
        id: session.id,
        title: session.title,
        subtitle: [
          session.course_title,
          dateFormat(code).dayAndTime(session.begun_at, now, session.time_zone),
        ]
          .filter(Boolean)
          .join(", "),
        href: staff
          ? `/sessions/${session.id}`
          : session.status === "ended" && session.recording_video_id
            ? `/watch/${session.recording_video_id}`
            : `/room/${session.id}`,
      })),
      video: videos.items.map((video) => ({
        id: video.id,
        title: video.title,
        subtitle: video.lesson_number
          ? t("ui.in_lesson", { course: video.course_title, lesson: video.lesson_number })
          : video.course_title,
        href: staff ? `/videos/${video.id}` : (video.page_url ?? `/watch/${video.id}`),
      })),
      course: courses.items.map((course) => ({
        id: course.id,
        title: course.title,
        subtitle: t("shell.found.videos", { count: course.videos }),
        href: staff ? `/courses/${course.id}` : `/?course_id=${course.id}#course-${course.id}`,
      })),
      person: people.items.map((person) => ({
        id: person.id,
        title: person.name,
        subtitle: person.email,
        href: `/people/${person.id}`,
      })),
      page: pages.map(({ href, label }) => ({ id: href, title: label, subtitle: null, href })),
    };
    const items = foundKinds
      .map((kind) => ({
        kind,
        rows: groups[kind],
        rank: Math.min(...groups[kind].map(({ title }) => rankOf(title, q))),
      }))
      .sort((a, b) => a.rank - b.rank)
      .flatMap(({ kind, rows }) => rows.map((row) => ({ kind, ...row })));
    return {
      items,
      total: sessions.total + videos.total + courses.total + people.total + pages.length,
    };
  },
});

/** How well a title fits what was typed: it is that, begins with it, or has it elsewhere. The kind with the best title comes first. */
function rankOf(title: string, q: string): number {
  const [name, words] = [title.toLowerCase(), q.toLowerCase()];
  return name === words ? 0 : name.startsWith(words) ? 1 : 2;
}
