import { z } from "zod";
import { instant, whole } from "@/lib/http/contract";

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
export type BeaconCheck = z.infer<typeof beaconCheck>;

export const exampleCheck: BeaconCheck = {
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
