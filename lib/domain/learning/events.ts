import { z } from "zod";
import { instant, reference, storableText, uuid } from "@/lib/http/contract";

/* What learners and systems report: the contract of the tracking route, of its client, OpenAPI and the tests. */

export const learningBodyBytesMax = 64 * 1024;
export const learningBatchMax = 100;
/** A sender's own time is accepted this far back from the receipt: clients keep what they could not send for a week. */
export const clockBackDays = 7;

/** A short name for programs: `video`, `opened`. */
const word = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, "must be lower-case letters, digits and _, at most 40");
const count = z.number().int().min(0).max(1_000_000_000);
const milliseconds = z
  .number()
  .min(0)
  .max(24 * 3600 * 1000);
const percentage = z.number().min(0).max(100);

/** The learning session that an event belongs to, if its client has begun one. */
const inSession = { session_id: uuid.optional() };
const material = { material_id: reference };

const session = z.object({ session_id: uuid, material_id: reference.optional() });
const message = z.object({ ...inSession, message_id: reference });

/** The properties of each type. What is not declared here is dropped. */
export const eventTypes = {
  session_start: { family: "learning", properties: session },
  session_end: { family: "learning", properties: session },
  material_view: {
    family: "learning",
    properties: z.object({
      ...inSession,
      ...material,
      material_type: word,
      interaction_type: word,
      progress_percentage: percentage.optional(),
    }),
  },
  material_complete: {
    family: "learning",
    properties: z.object({
      ...inSession,
      ...material,
      material_type: word,
      score_percentage: percentage.optional(),
    }),
  },
  /** A saved practice session, which ends with it: only POST /api/sessions/save makes it. */
  practice_complete: {
    family: "practice",
    properties: z.object({
      practice_id: uuid,
      session_type: word,
      duration_seconds: count,
    }),
  },
  xp_earned: {
    family: "gamification",
    properties: z.object({
      ...inSession,
      amount: z.number().int().min(1).max(100_000),
      reason: storableText(200).min(1),
      material_id: reference.optional(),
    }),
  },
  level_up: {
    family: "gamification",
    properties: z.object({ level: z.number().int().min(1).max(100_000) }),
  },
  achievement_earned: {
    family: "gamification",
    properties: z.object({ achievement_id: reference, name: storableText(200).min(1).optional() }),
  },
  streak_update: {
    family: "gamification",
    properties: z.object({ streak_days: z.number().int().min(0).max(100_000) }),
  },
  ai_message_sent: { family: "ai_coach", properties: message },
  ai_message_received: {
    family: "ai_coach",
    properties: message.extend({
      /** From the message to the answer. */
      response_time_ms: milliseconds.optional(),
    }),
  },
  ai_feedback_rated: {
    family: "ai_coach",
    properties: message.extend({ rating: z.number().int().min(1).max(5) }),
  },
  api_request: {
    family: "system",
    properties: z.object({
      method: z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]),
      route: reference,
      status: z.number().int().min(100).max(599),
      duration_ms: milliseconds.optional(),
    }),
  },
  api_error: {
    family: "system",
    properties: z.object({
      route: reference,
      code: reference,
      status: z.number().int().min(100).max(599).optional(),
    }),
  },
  search_query: {
    family: "system",
    properties: z.object({ query: storableText(200).min(1), results: count.optional() }),
  },
} as const satisfies Record<string, { family: string; properties: z.ZodObject }>;

export type EventType = keyof typeof eventTypes;
export type Family = (typeof eventTypes)[EventType]["family"] | "custom";

export const isEventType = (type: string): type is EventType => Object.hasOwn(eventTypes, type);

/** The name of a type that a school has defined (event-types/schema.ts), no longer than the bus takes (lib/db/bus/bus.ts). */
export const customName = /^x_[a-z0-9_]{1,51}$/;

export const familyOf = (type: string): Family => (isEventType(type) ? eventTypes[type].family : "custom");

/** Whether it is something that a learner does, for their activity and streak; others award, or tell of a system. */
export const isActivity = (type: string): boolean => !["gamification", "system"].includes(familyOf(type));

/** An event as it arrives; its properties are checked by its type (`checkProperties`). */
export const learningEvent = z.object({
  event_type: z
    .string()
    .refine(
      (type) => isEventType(type) || customName.test(type),
      `must be one of ${Object.keys(eventTypes).join(", ")}, or a type of your school, x_…`,
    )
    .describe(`One of ${Object.keys(eventTypes).join(", ")}, or a type of your school, x_…`),
  properties: z.record(z.string(), z.unknown()).optional(),
  /** Made by the client: a repetition with the same id changes nothing. */
  id: uuid.optional(),
  /** The receipt if missing; clamped to the week before the receipt. */
  occurred_at: instant.optional(),
  /** Whom it is about, by id or external id; the sender if missing. Only teaching staff report about others. */
  user_id: reference.optional(),
  /** A playback token of the learner. */
  token: z.string().max(4096).optional(),
});
export type LearningBeacon = z.output<typeof learningEvent>;

export const learningBody = z.union([learningEvent, z.array(learningEvent).max(learningBatchMax)]);

/** One event's answer; a batch has one result for each. */
export const learningAnswer = z.union([
  z.object({ success: z.literal(true), id: uuid }),
  z.object({
    success: z.boolean(),
    results: z.array(
      z.object({
        index: z.number().int(),
        status: z.number().int(),
        code: z.string().optional(),
        detail: z.string().optional(),
      }),
    ),
  }),
]);
