import "server-only";
import { sql } from "@/lib/db/client";
import type { Scope } from "./scope";

/** The zone in which a scope's days are meant: its school's; the installation's admin, who has none, means UTC. */
export async function zoneOf(scope: Scope): Promise<string> {
  const rows = await sql()<{ timeZone: string }[]>`
    select time_zone as "timeZone" from schools where id = ${scope.schoolId}`;
  return rows[0]?.timeZone ?? "UTC";
}
