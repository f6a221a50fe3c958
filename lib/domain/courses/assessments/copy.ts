import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { Tx } from "@/lib/db/client";
import { insertRows } from "@/lib/db/insert-rows";
import { classes } from "@/lib/db/tables/courses";
import { assessments } from "@/lib/db/tables/results";
import { terms } from "@/lib/db/tables/schools";
import type { Context } from "@/lib/http/context";
import { newId } from "@/lib/platform/ids";
import { type Day, daysInclusive, instantAt, localOf, plusDays } from "@/lib/platform/time";

type Copies = ReadonlyMap<string, string>;

/**
 * Copies a course's assessments with their questions, without results; returns how many. One that is set to a class goes with the class.
 * In a new term each is due as many days after the term's start as it was after the start of the class that it was set in, at the same
 * clock time; without a start of either it is due at no time.
 */
export async function copyAssessments(
  tx: Tx,
  ctx: Context,
  course: { from: string; to: string; time_zone: string },
  { lessonOf, classOf, termId }: { lessonOf: Copies; classOf: Copies; termId: string | null },
): Promise<number> {
  const [term] = termId
    ? await tx.select({ starts_on: terms.starts_on }).from(terms).where(eq(terms.id, termId))
    : [];
  const groups = await tx
    .select({
      id: classes.id,
      starts_on: sql<Day | null>`coalesce(${classes.starts_on}, ${terms.starts_on})::text`,
    })
    .from(classes)
    .leftJoin(terms, eq(terms.id, classes.term_id))
    .where(and(eq(classes.course_id, course.from), isNull(classes.archived_at)));
  const startOf = (classId: string | null, due: Day): Day | undefined => {
    const starts = groups
      .filter(({ id }) => classId === null || id === classId)
      .flatMap(({ starts_on }) => starts_on ?? [])
      .sort();
    // A course whose classes are in several terms: the term in which it was due.
    return starts.findLast((start) => start <= due) ?? starts[0];
  };
  const moved = (due_at: Date | null, classId: string | null): Date | null => {
    if (!due_at || !term) return null;
    const { day, clock } = localOf(due_at, course.time_zone);
    const start = startOf(classId, day);
    if (!start) return null;
    const after = daysInclusive(start, day) - 1;
    return instantAt(plusDays(term.starts_on, after), clock, course.time_zone);
  };
  const originals = await tx
    .select()
    .from(assessments)
    .where(and(eq(assessments.course_id, course.from), isNull(assessments.archived_at)))
    .orderBy(assessments.id);
  const taken = originals.filter(({ class_id }) => class_id === null || classOf.has(class_id));
  await insertRows(
    tx,
    assessments,
    taken.map((one) => ({
      ...one,
      id: newId(),
      course_id: course.to,
      lesson_id: (one.lesson_id && lessonOf.get(one.lesson_id)) ?? null,
      class_id: (one.class_id && classOf.get(one.class_id)) ?? null,
      external_id: null,
      questions: one.questions.filter(({ archived }) => !archived),
      due_at: moved(one.due_at, one.class_id),
      revision: 1,
      created_at: ctx.now,
    })),
  );
  return taken.length;
}
