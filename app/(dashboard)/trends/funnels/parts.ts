import "server-only";
import type { FunnelParts } from "@/components/trends/funnel-dialog";
import { isAdmin, type Scope } from "@/lib/auth/scope";
import { courseList } from "@/lib/domain/courses/queries";
import { eventTypeList } from "@/lib/domain/learning/event-types/queries";
import { typesMax } from "@/lib/domain/learning/event-types/schema";
import { eventTypes } from "@/lib/domain/learning/events";
import type { ShownStep } from "@/lib/domain/learning/funnels/schema";

/** What the scope can make a funnel of; null for the installation's admin, who has no school that it could belong to. */
export async function funnelParts(scope: Scope): Promise<FunnelParts | null> {
  if (scope.school_id === null) return null;
  const [courses, own] = await Promise.all([
    courseList(scope),
    isAdmin(scope) ? eventTypeList(scope, { limit: typesMax, offset: 0 }) : null,
  ]);
  const step = (event_type: string, title: string | null): ShownStep => ({
    ...{ kind: "event", event_type, title, course_id: null, video_id: null, session_id: null },
  });
  return {
    courses: courses.map(({ id, title }) => [id, title]),
    events: own && [
      ...Object.keys(eventTypes).map((type) => step(type, null)),
      ...own.items.map(({ name, title }) => step(name, title)),
    ],
  };
}
