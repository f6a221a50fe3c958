import "server-only";
import { and, desc, gt, lte, sql } from "drizzle-orm";
import { inSchool } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { isAnyOf, textArray } from "@/lib/db/literals";
import { learningEvents } from "@/lib/db/tables/learning";
import { schools } from "@/lib/db/tables/schools";
import { eventTypes, isActivity } from "../events";

/*
 * What some actors, or all of the scope's schools, did last: each actor or school by the index that it leads, so that the number of events does not
 * matter. A client whose clock is ahead may have sent an event of the future, which has not happened yet.
 */

const { actor, id, event_type, occurred_at, properties, school_id } = learningEvents;
const notActivity = Object.keys(eventTypes).filter((type) => !isActivity(type));
const isLearnersOwn = sql`${event_type} <> all(${textArray(notActivity)}::text[])`;

const schoolIds = (scope: Scope) =>
  sql`(select ${schools.id} as key from ${schools} where ${inSchool(scope, { school_id: schools.id })})`;

/** The latest first. */
export async function latestActivities(
  scope: Scope,
  actors: readonly string[] | null,
  { limit, now }: { limit: number; now: Date },
) {
  const material_id = sql<string | null>`${properties} ->> 'material_id'`.as("material_id");
  const latest = db()
    .select({ actor, id, event_type, occurred_at, material_id })
    .from(learningEvents)
    .where(and(sql`${actors ? actor : school_id} = keys.key`, lte(occurred_at, now), isLearnersOwn))
    .orderBy(desc(occurred_at), id)
    .limit(limit)
    .as("latest");
  return await db()
    .select({
      actor: latest.actor,
      event_type: latest.event_type,
      occurred_at: latest.occurred_at,
      material_id: latest.material_id,
    })
    .from(actors ? sql`unnest(${textArray(actors)}::uuid[]) keys(key)` : sql`${schoolIds(scope)} keys`)
    .crossJoinLateral(latest)
    .orderBy(desc(latest.occurred_at), latest.id)
    .limit(limit);
}

/** The actors among these, or in the scope's schools, who did something after an instant. */
export async function actorsSince(
  scope: Scope,
  actors: readonly string[] | null,
  { since, now }: { since: Date; now: Date },
): Promise<string[]> {
  const rows = await db()
    .selectDistinct({ actor })
    .from(learningEvents)
    .where(
      and(
        actors ? isAnyOf(actor, actors) : sql`${school_id} in ${schoolIds(scope)}`,
        ...[gt(occurred_at, since), lte(occurred_at, now), isLearnersOwn],
      ),
    );
  return rows.map((row) => row.actor);
}
