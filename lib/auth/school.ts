import "server-only";
import { eq } from "drizzle-orm";
import { cache } from "react";
import { db } from "@/lib/db/client";
import { schools } from "@/lib/db/tables/schools";
import type { Scope } from "./scope";

const { name, time_zone, language, completion_threshold, completion_target } = schools;

/** The installation's admin has all schools: no name, no thresholds, and UTC and English. */
const everySchool = {
  name: null,
  time_zone: "UTC",
  language: "en" as const,
  completion_threshold: null,
  completion_target: null,
};

/** The caller's school, read once per page. */
export const ownSchool = cache(async (scope: Scope) => {
  if (scope.school_id === null) return everySchool;
  const [school] = await db()
    .select({ name, time_zone, language, completion_threshold, completion_target })
    .from(schools)
    .where(eq(schools.id, scope.school_id));
  return school ?? everySchool;
});
