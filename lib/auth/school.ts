import "server-only";
import { eq } from "drizzle-orm";
import { cache } from "react";
import { db } from "@/lib/db/client";
import { schoolLogos, schools } from "@/lib/db/tables/schools";
import type { Scope } from "./scope";

/** The address of a school's logo. It changes with the logo, so that browsers may keep what they have. */
export const logoAddress = (schoolId: string | null, since: Date | null): string | null =>
  since && `/api/schools/${schoolId}/logo?version=${since.getTime()}`;

/** The installation's admin has all schools: no name, no thresholds, the usual smallest group, and UTC and English. */
const everySchool = {
  id: null,
  name: null,
  time_zone: "UTC",
  language: "en" as const,
  completion_threshold: null,
  completion_target: null,
  minimum_group_size: 5,
  accent: null,
  privacy_notice: null,
  logo_at: null,
};

const { id, name, time_zone, language, accent, privacy_notice } = schools;
const { completion_threshold, completion_target, minimum_group_size } = schools;
const selectSchools = () =>
  db()
    .select({
      ...{ id, name, time_zone, language, accent, privacy_notice },
      ...{ completion_threshold, completion_target, minimum_group_size },
      logo_at: schoolLogos.created_at,
    })
    .from(schools)
    .leftJoin(schoolLogos, eq(schoolLogos.school_id, schools.id))
    .$dynamic();

/** The caller's school, read once per page. */
export const ownSchool = cache(async (scope: Scope) => {
  if (scope.school_id === null) return everySchool;
  const [school] = await selectSchools().where(eq(schools.id, scope.school_id));
  return school ?? everySchool;
});
export type OwnSchool = Awaited<ReturnType<typeof ownSchool>>;

/**
 * The school of somebody who has not signed in: the only one of this installation besides demo schools. While the database is away
 * nothing is known of it, and the sign-in page is shown without it.
 */
export const onlySchool = cache(async (): Promise<OwnSchool> => {
  const [school, another] = await selectSchools()
    .where(eq(schools.demo, false))
    .limit(2)
    .catch(() => []);
  return school && !another ? school : everySchool;
});

/** The school of the person who looks at this page. */
export const shownSchool = (scope: Scope | null): Promise<OwnSchool> =>
  scope ? ownSchool(scope) : onlySchool();
