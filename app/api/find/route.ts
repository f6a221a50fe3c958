import { z } from "zod";
import { placesFor } from "@/components/shell/navigation";
import { findCourses } from "@/lib/domain/courses/queries";
import { findSessions } from "@/lib/domain/sessions/queries/session";
import { findVideos } from "@/lib/domain/videos/queries/list";
import { route } from "@/lib/http/route";
import { plural } from "@/lib/platform/format";
import { dayAndTime } from "@/lib/platform/format-dates";

/** How many results of one kind fit the palette; a longer search narrows them. */
const foundMax = 8;

const found = z.object({
  kind: z.enum(["session", "video", "course", "page"]),
  id: z.string(),
  title: z.string(),
  subtitle: z.string().nullable(),
  href: z.string(),
});

export const GET = route({
  summary: "Find a session, a video, a course or a page by its title",
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
  async handler({ ctx: { scope }, query: { q } }) {
    const now = new Date();
    const [sessions, videos, courses] = await Promise.all([
      findSessions(scope, q, foundMax),
      findVideos(scope, q, foundMax),
      findCourses(scope, q, foundMax),
    ]);
    const pages = placesFor(scope.role)
      .flat()
      .filter((place) => place.label.toLowerCase().includes(q.toLowerCase()));
    const items: z.infer<typeof found>[] = [
      ...sessions.items.map((session) => ({
        kind: "session" as const,
        id: session.id,
        title: session.title,
        subtitle: [session.course_title, dayAndTime(session.begun_at, now, session.time_zone)]
          .filter(Boolean)
          .join(", "),
        href: `/sessions/${session.id}`,
      })),
      ...videos.items.map((video) => ({
        kind: "video" as const,
        id: video.id,
        title: video.title,
        subtitle: video.lesson_number
          ? `${video.course_title}, lesson ${video.lesson_number}`
          : video.course_title,
        href: `/videos/${video.id}`,
      })),
      ...courses.items.map((course) => ({
        kind: "course" as const,
        id: course.id,
        title: course.title,
        subtitle: plural(course.videos, "video"),
        href: `/videos?course_id=${course.id}`,
      })),
      ...pages.map((place) => ({
        kind: "page" as const,
        id: place.href,
        title: place.label,
        subtitle: null,
        href: place.href,
      })),
    ];
    return { items, total: sessions.total + videos.total + courses.total + pages.length };
  },
});
