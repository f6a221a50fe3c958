import { z } from "zod";
import {
  days,
  forwards,
  forwardsError,
  instant,
  numberOrNull,
  paging,
  revision,
  storableText,
  uuid,
  whole,
} from "@/lib/http/contract";
import { message } from "@/lib/language/language";
import { customName, isEventType } from "../events";

/* Funnels: steps that people take in order, as a school defines them. */

/** So many a school can define; the list shows all of them. */
export const funnelsMax = 100;
export const stepsMin = 2;
export const stepsMax = 8;
export const windowDaysMax = 90;

const ofOne = message("errors.learning.funnel_step_one");
const optionalId = uuid.nullish().transform((id) => id ?? null);

const step = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("event"),
    event_type: z
      .string()
      .refine((type) => isEventType(type) || customName.test(type), message("errors.learning.type_unknown")),
  }),
  z
    .object({ kind: z.literal("video"), course_id: optionalId, video_id: optionalId })
    .refine(({ course_id, video_id }) => !course_id || !video_id, { path: ["course_id"], ...ofOne }),
  z
    .object({ kind: z.literal("session"), course_id: optionalId, session_id: optionalId })
    .refine(({ course_id, session_id }) => !course_id || !session_id, { path: ["course_id"], ...ofOne }),
]);

const definition = {
  name: storableText(100).trim().min(1, message("errors.field.missing")),
  /** Its learners are counted, their views of its videos and their attendance of its sessions; null: those of the whole school. */
  course_id: uuid.nullable(),
  /** Only its learners of this class. */
  class_id: uuid.nullable(),
  window_days: z.coerce.number().int().min(1).max(windowDaysMax),
  steps: z.array(step).min(stepsMin).max(stepsMax),
};

export const newFunnel = z.object({
  ...definition,
  course_id: definition.course_id.default(null),
  class_id: definition.class_id.default(null),
});
export type NewFunnel = z.output<typeof newFunnel>;

export const changedFunnel = z.object({ ...z.object(definition).partial().shape, revision });
export type ChangeFunnel = z.output<typeof changedFunnel>;

export const shownStep = z.object({
  kind: z.enum(["event", "video", "session"]),
  event_type: z.string().nullable(),
  course_id: uuid.nullable(),
  video_id: uuid.nullable(),
  session_id: uuid.nullable(),
  /** The name of the school's own type, the course, the video or the session; null without one, and for one that is deleted or that you cannot read. */
  title: z.string().nullable(),
});
export type ShownStep = z.infer<typeof shownStep>;

const funnel = z.object({
  id: uuid,
  name: z.string(),
  course_id: uuid.nullable(),
  course_title: z.string().nullable(),
  class_id: uuid.nullable(),
  class_name: z.string().nullable(),
  window_days: whole,
  steps: z.array(shownStep),
  revision: whole,
  created_at: instant,
});
export type FunnelRow = z.infer<typeof funnel>;

export const funnelsQuery = z.object(paging(funnelsMax));
export const funnelsAnswer = z.object({ items: z.array(funnel), total: whole });
export const funnelAnswer = z.object({ success: z.literal(true), funnel });
export const savedFunnel = z.object({ success: z.literal(true), id: uuid });
export const funnelParams = z.object({ funnelId: uuid });

/** The days of the first step; without them the last 28. */
export const funnelQuery = z.object(days).refine(forwards, forwardsError);
export type FunnelQuery = z.infer<typeof funnelQuery>;

/** A share of people with its 95 % interval, by Wilson's method. */
const rate = z.object({ percentage: z.number(), low_percentage: z.number(), high_percentage: z.number() });

const counts = z.object({
  /** Who took this step and all before it. Null for fewer than the school's smallest group; no number includes them. */
  people: whole.nullable(),
  of_first: rate.nullable(),
  of_previous: rate.nullable(),
  /** The median time from the step before, of those who took both. */
  median_seconds: numberOrNull,
});
export type FunnelCounts = z.infer<typeof counts>;

export const countedFunnelAnswer = funnelAnswer.extend({
  from: z.string(),
  to: z.string(),
  time_zone: z.string(),
  steps: z.array(shownStep.extend(counts.shape)),
  /** The place, from 1, of the step before which most people stopped, beyond chance; null where that cannot be said. */
  largest_loss_step: whole.nullable(),
  /** Who has not taken all steps and whose window is still open; null for fewer than the smallest group. */
  can_go_on: whole.nullable(),
  /** How many people were looked at, and how many of their events, views and attendances. */
  people_read: whole,
  facts_read: whole,
});
export type CountedFunnel = Omit<z.infer<typeof countedFunnelAnswer>, "success">;

export const exampleFunnel: FunnelRow = {
  id: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b71",
  name: "From the first video to a session",
  course_id: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b31",
  course_title: "Statistics for everyone",
  class_id: null,
  class_name: null,
  window_days: 28,
  steps: (["video", "session"] as const).map((kind) => ({
    ...{ kind, event_type: null, course_id: null, video_id: null, session_id: null, title: null },
  })),
  revision: 1,
  created_at: "2026-11-20T09:31:00.000Z",
};
