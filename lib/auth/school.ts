import "server-only";
import { eq } from "drizzle-orm";
import { cache } from "react";
import { db } from "@/lib/db/client";
import { schools } from "@/lib/db/tables/schools";
import type { Scope } from "./scope";

/** What pages say and draw of the asker's school. */
type OwnSchool = {
  /** Null: every school. */
  name: string | null;
  /** The zone in which days are meant. */
  time_zone: string;
  /** Per cent of a video's seconds that make it completed, and per cent of viewers hoped to complete. */
  completion_threshold: number | null;
  completion_target: number | null;
};

/** The installation's admin has all schools and no zone: days are UTC. */
const everySchool: OwnSchool = {
  name: null,
  time_zone: "UTC",
  completion_threshold: null,
  completion_target: null,
};

/** The asker's school, read once a page. */
export const ownSchool = cache(async (scope: Scope): Promise<OwnSchool> => {
  if (scope.school_id === null) return everySchool;
  const [school] = await db()
    .select({
      name: schools.name,
      time_zone: schools.time_zone,
      completion_threshold: schools.completion_threshold,
      completion_target: schools.completion_target,
    })
    .from(schools)
    .where(eq(schools.id, scope.school_id));
  return school ?? everySchool;
});
