import "server-only";
import { and, desc, eq, gt } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { beaconChecks } from "@/lib/db/tables/beacon-checks";
import { isoInstants } from "@/lib/http/contract";
import type { Kind } from "./ingest/checks";
import { nearestId } from "./nearest";
import type { CheckAnswer } from "./schema";

const { accepted, accepted_at, refused, refused_at, refused_reason, refused_field, refused_origin } =
  beaconChecks;
const refusal = { refused, refused_at, refused_reason, refused_field, refused_origin };
const none = {
  accepted: 0,
  accepted_at: null,
  refused: 0,
  refused_at: null,
  refused_reason: null,
  refused_field: null,
  refused_origin: null,
};

const dayMs = 86_400_000;

/** Refused beacons of the last day with ids that the school does not have, the latest first. */
async function unknownIds(schoolId: string, kind: Kind, now: Date) {
  return db()
    .select({ id: beaconChecks.name, ...refusal })
    .from(beaconChecks)
    .where(
      and(
        eq(beaconChecks.school_id, schoolId),
        eq(beaconChecks.kind, kind),
        eq(beaconChecks.known, false),
        gt(refused_at, new Date(now.getTime() - dayMs)),
      ),
    )
    .orderBy(desc(refused_at))
    .limit(50);
}

/** Whether the beacons of a video or a session arrive, which the caller has reached; `names` are what a page may name it by. */
export async function checkOf(
  thing: { school_id: string; kind: "video" | "session"; id: string; names: string[] },
  now: Date,
): Promise<CheckAnswer> {
  const { school_id, kind, id, names } = thing;
  const [[row], unknown] = await Promise.all([
    db()
      .select({ accepted, accepted_at, ...refusal })
      .from(beaconChecks)
      .where(
        and(eq(beaconChecks.school_id, school_id), eq(beaconChecks.kind, kind), eq(beaconChecks.name, id)),
      ),
    unknownIds(school_id, kind, now),
  ]);
  const mistaken = unknown.filter((one) => nearestId(one.id, names) !== null);
  return {
    success: true,
    ...isoInstants(row ?? none),
    mistaken: mistaken.slice(0, 5).map((one) => isoInstants(one)),
  };
}
