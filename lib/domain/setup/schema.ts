import { z } from "zod";
import { instant, whole } from "@/lib/http/contract";

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

export const exampleCheck: CheckAnswer = {
  success: true,
  accepted: 3,
  accepted_at: "2026-11-18T09:31:37.000Z",
  refused: 0,
  refused_at: null,
  refused_reason: null,
  refused_field: null,
  refused_origin: null,
  mistaken: [
    {
      id: "residual-plots",
      refused: 1,
      refused_at: "2026-11-18T09:29:41.000Z",
      refused_reason: "unknown_video",
      refused_field: "video_id",
      refused_origin: "https://learn.harbour.example",
    },
  ],
};
