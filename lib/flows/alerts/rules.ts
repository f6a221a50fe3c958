import "server-only";
import { eq } from "drizzle-orm";
import type { Tx } from "@/lib/db/client";
import { alertRules } from "@/lib/db/tables/alerts";
import { schools } from "@/lib/db/tables/schools";
import { kinds } from "@/lib/domain/alerts/alerts";
import { type AlertKind, installationKinds, schoolKinds } from "@/lib/platform/alert-kinds";
import { inSteps } from "@/lib/platform/steps";

/** A rule that is on. */
export type Rule = {
  kind: AlertKind;
  school_id: string | null;
  threshold: number | null;
  since: Date;
};

/** Adds the rules that a school or the installation does not have yet, from now on: what happened before raises nothing. */
export async function addMissingRules(tx: Tx, now: Date): Promise<void> {
  const stored = await tx.select({ school_id: alertRules.school_id, kind: alertRules.kind }).from(alertRules);
  const held = await tx.select({ id: schools.id }).from(schools);
  const have = new Set(stored.map(({ school_id, kind }) => `${school_id} ${kind}`));
  const missing = [
    ...installationKinds.map((kind) => ({ kind, school_id: null })),
    ...held.flatMap(({ id }) => schoolKinds.map((kind) => ({ kind, school_id: id }))),
  ].filter(({ school_id, kind }) => !have.has(`${school_id} ${kind}`));
  for await (const some of inSteps(missing, 1000))
    await tx
      .insert(alertRules)
      .values(some.map((rule) => ({ ...rule, since: now })))
      .onConflictDoNothing();
}

/** The rules that are on, with their thresholds. */
export async function activeRules(tx: Tx): Promise<Rule[]> {
  const rows = await tx.select().from(alertRules).where(eq(alertRules.is_on, true));
  return rows.map(({ kind, school_id, threshold, since }) => ({
    ...{ kind, school_id, since },
    threshold: threshold ?? kinds[kind].threshold,
  }));
}
