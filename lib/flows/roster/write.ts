import "server-only";
import { and, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn, PgTable } from "drizzle-orm/pg-core";
import { audit, difference } from "@/lib/auth/audit";
import type { Scope } from "@/lib/auth/scope";
import type { Tx } from "@/lib/db/client";
import { insertRows } from "@/lib/db/insert-rows";
import { isAnyOf, textArray } from "@/lib/db/literals";
import { raiseProgress } from "@/lib/db/stored-progress";
import { classes, courseInstructors, courses, enrollments } from "@/lib/db/tables/courses";
import { users } from "@/lib/db/tables/people";
import { assessments, results } from "@/lib/db/tables/results";
import { terms } from "@/lib/db/tables/schools";
import type { Context } from "@/lib/http/context";
import { inSteps, jsonInSteps, mapInSteps } from "@/lib/platform/steps";
import type { Person } from "./people-index";
import type { Plan } from "./plan";
import type { Teaching } from "./plan-enrollments";
import type { Change } from "./planning";

/** Ids of rows that were added, and of those that were changed the values before and after, as JSON. */
type Recorded = {
  added: string[];
  changed: { id: string; before: Record<string, unknown>; after: Record<string, unknown> }[];
};
type Place = [course_id: string, user_id: string];

/** What an import needs to be undone. */
export type BeforeRoster = Record<keyof typeof written, Recorded> & {
  enrolled: { place: Place; before: string | null | undefined; after: string | null }[];
  /** With the class and since when. */
  left: { place: Place; class_id: string | null; created_at: string }[];
  teaches: Place[];
  teachesNoMore: Place[];
};

/** The tables with ids, in the order in which rows name each other, and the columns that an import changes. */
export const written = {
  terms: { table: terms, columns: ["name", "starts_on", "ends_on", "revision"] },
  courses: { table: courses, columns: ["title", "archived_at", "revision"] },
  classes: { table: classes, columns: ["name", "term_id", "archived_at", "revision"] },
  people: {
    table: users,
    columns: [
      ...["external_id", "email", "username", "name", "first_name", "last_name", "address", "role"],
      ...["disabled_at", "version", "revision"],
    ],
  },
  assessments: {
    table: assessments,
    columns: [
      ...["external_id", "kind", "title", "class_id", "due_at", "weight", "maximum_points", "revision"],
    ],
  },
  results: {
    table: results,
    columns: ["points", "submitted_at", "carried_over", "recorded_by", "revision"],
  },
} as const;
type Kind = keyof typeof written;
type Revised = { id: string; revision: number } & Record<string, unknown>;

/** Rows in one statement; between them progress is told. */
const writtenAtOnce = 1000;

/** Writes what a plan says, in the caller's transaction; returns what is needed to undo it. */
export async function writeRoster(
  tx: Tx,
  ctx: Context,
  schoolId: string,
  plan: Plan,
  progress: (done: number, total: number) => void,
): Promise<BeforeRoster> {
  const kinds = Object.keys(written) as Kind[];
  const total =
    kinds.reduce((sum, kind) => sum + plan[kind].length, 0) +
    plan.enrollments.length +
    plan.removed.length +
    plan.teaches.length +
    plan.teachesNoMore.length;
  let done = 0;
  const write = async <Row>(rows: readonly Row[], statement: (some: readonly Row[]) => Promise<unknown>) => {
    for await (const some of inSteps(rows, writtenAtOnce)) {
      await statement(some);
      done += some.length;
      progress(done, total);
    }
  };
  const recorded: Partial<Record<Kind, Recorded>> = {};
  for (const kind of kinds) {
    const { table, columns } = written[kind];
    const changes = plan[kind] as unknown as Change<Revised>[];
    await lockUnchanged(tx, table, changes);
    await write(
      changes.map(({ after }) => after),
      async (rows) => {
        await insertRows(tx, table as PgTable, rows as never, columns as never);
        if (table === results)
          await raiseProgress(
            tx,
            isAnyOf(
              results.id,
              rows.map(({ id }) => id),
            ),
          );
      },
    );
    recorded[kind] = await recordedOf(changes);
  }
  await auditAccess(tx, ctx, schoolId, plan.people);
  await write(plan.enrollments, (some) =>
    insertRows(
      tx,
      enrollments,
      some.map(({ after }) => after),
      ["class_id"],
    ),
  );
  await write(plan.teaches, (some) => insertRows(tx, courseInstructors, some, "ignore"));
  await write(plan.removed, (some) => removePlaces(tx, enrollments, some));
  await write(plan.teachesNoMore, (some) => removePlaces(tx, courseInstructors, some));
  return {
    ...(recorded as Record<Kind, Recorded>),
    enrolled: await mapInSteps(plan.enrollments, ({ before, after }) => ({
      ...{ place: placeOf(after), before: before?.class_id, after: after.class_id },
    })),
    left: await mapInSteps(plan.removed, (row) => ({
      ...{ place: placeOf(row), class_id: row.class_id, created_at: row.created_at.toISOString() },
    })),
    teaches: plan.teaches.map(placeOf),
    teachesNoMore: plan.teachesNoMore.map(placeOf),
  };
}

/** What is needed to undo an import, as the column has it. */
export const storedBefore = async (before: BeforeRoster): Promise<SQL> =>
  sql`${await jsonInSteps(before)}::jsonb`;

const placeOf = ({ course_id, user_id }: Teaching): Place => [course_id, user_id];

/** Deletes the rows of these people in these courses. */
export const removePlaces = (
  tx: Tx,
  table: typeof enrollments | typeof courseInstructors,
  places: readonly Teaching[],
  where?: SQL,
) =>
  tx.delete(table).where(
    and(
      sql`(${table.course_id}, ${table.user_id}) in (
        select * from unnest(${textArray(places.map((one) => one.course_id))}::uuid[],
          ${textArray(places.map((one) => one.user_id))}::uuid[]))`,
      where,
    ),
  );

/** Locks the rows that are changed. Throws when one was edited since it was read: the work is then done again. */
async function lockUnchanged(
  tx: Tx,
  table: PgTable & { id: AnyPgColumn; revision: AnyPgColumn },
  changes: readonly Change<Revised>[],
): Promise<void> {
  for await (const some of inSteps(changes, writtenAtOnce)) {
    const before = new Map(some.flatMap((one) => (one.before ? [[one.before.id, one.before.revision]] : [])));
    if (before.size === 0) continue;
    const rows = (await tx
      .select({ id: table.id, revision: table.revision })
      .from(table as PgTable)
      .where(isAnyOf(table.id, [...before.keys()]))
      .orderBy(table.id)
      .for("update")) as { id: string; revision: number }[];
    if (rows.length < before.size || rows.some(({ id, revision }) => before.get(id) !== revision))
      throw new Error("a row was edited while the roster was imported");
  }
}

async function recordedOf(changes: readonly Change<Revised>[]): Promise<Recorded> {
  const recorded: Recorded = { added: [], changed: [] };
  for await (const some of inSteps(changes, writtenAtOnce))
    for (const { before, after } of some) {
      if (!before) {
        recorded.added.push(after.id);
        continue;
      }
      const { keys: _, ...values } = difference(before, after);
      recorded.changed.push({ id: after.id, ...values });
    }
  return recorded;
}

/** Each new role and deactivation of somebody who had an account. */
async function auditAccess(
  tx: Tx,
  ctx: { scope: Scope; request: Context["request"] },
  school_id: string,
  changes: readonly Change<Person>[],
): Promise<void> {
  for (const { before, after } of changes) {
    if (!before) continue;
    const { keys, ...detail } = difference(before, after, ["role", "disabled_at"]);
    if (keys.length === 0) continue;
    await audit(tx, ctx, {
      ...{ school_id, action: "user.update", target: { type: "user", id: after.id }, detail },
    });
  }
}
