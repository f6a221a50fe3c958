import "server-only";
import { isDeepStrictEqual } from "node:util";
import { sql } from "@/lib/db/client";
import type { Session } from "../session";
import { compute, type NumbersDetail, refresh } from "./numbers";
import { sessionColumns, sessionTables } from "./reach";

export type NumbersDifference = { session_id: string; kept: NumbersDetail; counted: NumbersDetail };

/**
 * Counts every finished session anew whose kept numbers say that they are current, and mends those that differ; there must be
 * none. Stale ones are no difference: they are counted when they are next asked for.
 */
export async function verifyNumbers(
  now: Date,
): Promise<{ sessions: number; differences: NumbersDifference[] }> {
  const rows = await sql()<(Session & { detail: NumbersDetail })[]>`
    select ${sessionColumns()}, k.detail from ${sessionTables()} join session_numbers k on k.session_id = s.id
    where s.status = 'ended' and k.version = coalesce(n.version, 0) order by s.id`;
  const differences: NumbersDifference[] = [];
  for (const { detail: kept, ...session } of rows) {
    const counted = await compute(session, now);
    // As JSON has it: what was kept has been through it.
    if (isDeepStrictEqual(kept, JSON.parse(JSON.stringify(counted)))) continue;
    differences.push({ session_id: session.id, kept, counted });
    await refresh(session, now);
  }
  return { sessions: rows.length, differences };
}
