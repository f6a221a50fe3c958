import { z } from "zod";
import { instant, whole } from "@/lib/http/contract";
import { message } from "@/lib/language/language";

/** The steps from an empty school to the first numbers, in order. */
export const setupSteps = ["school", "course", "thing", "snippet", "beacon"] as const;
export type SetupStep = (typeof setupSteps)[number];
export type StepState = "done" | "skipped" | "open";

const state = z.enum(["done", "skipped", "open"]);
export const setupAnswer = z.object({
  success: z.literal(true),
  school: z.object({ id: z.string(), name: z.string(), time_zone: z.string() }),
  started_at: instant,
  /** When an admin closed the page: it no longer stands in the sidebar. */
  closed_at: instant.nullable(),
  steps: z.object({ school: state, course: state, thing: state, snippet: state, beacon: state }),
  /** The first of each; null as long as there is none. */
  course: z
    .object({ id: z.string(), title: z.string(), external_id: z.string().nullable(), enrolled: whole })
    .nullable(),
  thing: z.object({ kind: z.enum(["video", "session"]), id: z.string(), title: z.string() }).nullable(),
  /** When the first beacon was stored whose time is known; null before. */
  beacon_at: instant.nullable(),
});
export type SetupAnswer = z.infer<typeof setupAnswer>;

export const changeSetupBody = z
  .object({
    skip: z.enum(setupSteps).optional(),
    /** Do a skipped step after all. */
    resume: z.enum(setupSteps).optional(),
    closed: z.boolean().optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), {
    path: ["skip"],
    ...message("errors.field.nothing_to_change"),
  });
export type ChangeSetup = z.infer<typeof changeSetupBody>;

/** How many steps are done or skipped. */
export const stepsBehind = (steps: Record<SetupStep, StepState>): number =>
  setupSteps.filter((step) => steps[step] !== "open").length;

/** Why a beacon about a thing can be refused, as the ingest types it. */
export const refusalReasons = [
  "unknown_video",
  "ambiguous_video",
  "unknown_session",
  "ambiguous_session",
  "ignored_address",
  "origin_not_allowed",
  "unfollowed_address",
  "full",
  "other_course",
  "other_lesson",
  "other_token",
  "proof_needed",
  "deactivated",
  "nobody",
  "gone",
  "cancelled",
  "ended",
  "not_started",
  "chat_off",
  "too_many_events",
  "too_fast",
  "too_many_replays",
  "invalid",
  "unauthenticated",
  "too_many_requests",
  "unavailable",
  "internal",
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** A reason that has words; another one is a fault of ours. */
export const reasonIn = (reason: string | null): RefusalReason =>
  refusalReasons.find((one) => one === reason) ?? "internal";

/** Whether the beacons of a thing arrive, and why the last were refused. */
const refusal = {
  refused: whole,
  refused_at: instant.nullable(),
  /** As the ingest types it; the answer to the player says the same in words. */
  refused_reason: z.string().nullable(),
  /** The field that was wrong. */
  refused_field: z.string().nullable(),
  /** The site of the page that sent it. */
  refused_origin: z.string().nullable(),
};

export const beaconCheck = z.object({
  success: z.literal(true),
  accepted: whole,
  accepted_at: instant.nullable(),
  ...refusal,
  /** Refused beacons of the last day with an id that the school does not have and that is nearly this one's. */
  mistaken: z.array(z.object({ id: z.string(), ...refusal })),
});
export type CheckAnswer = z.infer<typeof beaconCheck>;
