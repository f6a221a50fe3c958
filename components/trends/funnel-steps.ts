import type { ShownStep } from "@/lib/domain/learning/funnels/schema";
import type { Language } from "@/lib/language/language";

/** What somebody does in a step: "Watched “Reading a residual plot”". */
export function stepName(
  { kind, event_type, course_id, video_id, session_id, title }: ShownStep,
  { t }: Pick<Language, "t">,
): string {
  if (kind === "event") {
    const key = `trends.funnels.events.${event_type}`;
    return t.has(key) ? t(key as "trends.funnels.events.level_up") : (title ?? event_type ?? "");
  }
  const one = kind === "video" ? video_id : session_id;
  if (one === null && course_id === null) return t(`trends.funnels.any.${kind}`);
  if (title === null) return t(`trends.funnels.gone.${kind}`);
  return t(one === null ? `trends.funnels.of_course.${kind}` : `trends.funnels.one.${kind}`, { title });
}

/** A step as the value of a menu's choice, and back. */
export const stepValue = ({ kind, event_type, course_id, video_id, session_id }: ShownStep): string =>
  JSON.stringify(
    kind === "event"
      ? { kind, event_type }
      : { kind, course_id, ...(kind === "video" ? { video_id } : { session_id }) },
  );
