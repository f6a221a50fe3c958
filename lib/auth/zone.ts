import "server-only";
import { sql } from "@/lib/db/client";
import type { Scope } from "./scope";

/** The zone in which a scope's days are meant: its school's; the installation's admin, who has none, means UTC. */
export async function zoneOf(scope: Scope): Promise<string> {
  const rows = await sql()<{ time_zone: string }[]>`
    select time_zone from schools where id = ${scope.school_id}`;
  return rows[0]?.time_zone ?? "UTC";
}
