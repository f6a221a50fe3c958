import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { audit } from "@/lib/auth/audit";
import { reachesSessions } from "@/lib/auth/reach";
import type { Tx } from "@/lib/db/client";
import { isAnyOf, numberArray, textArray } from "@/lib/db/literals";
import { assertRevision } from "@/lib/db/revision";
import { lessons, materials } from "@/lib/db/tables/courses";
import { sessions } from "@/lib/db/tables/sessions";
import { videos } from "@/lib/db/tables/videos";
import { transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import { isoInstants } from "@/lib/http/contract";
import { fieldError } from "@/lib/platform/errors";
import { isShownVideoOf } from "../queries";
import type { ArrangeLesson, ContentKind } from "./forms";
import { lockLesson } from "./mutations";
import { contentsOf, reachLesson } from "./queries";

type Content = { kind: ContentKind; id: string };
const keyOf = ({ kind, id }: Content) => `${kind} ${id}`;

/**
 * Sets what a lesson holds, in order: its course's videos, the course's sessions that the scope reaches, and its own materials. What is
 * not named leaves the lesson; materials, and sessions of colleagues, stay at its end. Throws as `reachLesson` does, `not_found` for
 * something of another course, and `conflict`.
 */
export async function arrangeLesson(
  ctx: Context,
  courseId: string,
  lessonId: string,
  { items, revision }: ArrangeLesson,
) {
  const { course, lesson } = await reachLesson(ctx.scope, courseId, lessonId);
  await transaction(async (tx) => {
    const row = await lockLesson(tx, lesson.id);
    assertRevision(row, revision, isoInstants(row));
    const before = await contentsOf(ctx.scope, tx, [lesson.id]);
    const named = new Set(items.map(keyOf));
    if (named.size !== items.length) throw fieldError("items", "errors.field.duplicate");
    await assertOfCourse(tx, ctx, course.id, lesson.id, items);
    const others = before.filter((one) => !named.has(keyOf(one)));
    const stay = others.filter(({ kind, reached }) => kind === "material" || !reached);
    const after: Content[] = [...items, ...stay];
    await place(tx, lesson.id, after);
    await takeOut(
      tx,
      others.filter((one) => !stay.includes(one)),
    );
    const names = (contents: readonly Content[]) => contents.map(keyOf);
    if (names(before).join() === names(after).join()) return;
    await tx
      .update(lessons)
      .set({ revision: sql`${lessons.revision} + 1` })
      .where(eq(lessons.id, lesson.id));
    await audit(tx, ctx, {
      school_id: course.school_id,
      action: "lesson.arrange",
      target: { type: "lesson", id: lesson.id },
      detail: { before: names(before), after: names(after) },
    });
  });
  return { id: lesson.id };
}

const idsOf = (contents: readonly Content[], kind: ContentKind) =>
  contents.filter((one) => one.kind === kind).map(({ id }) => id);

/** Throws `not_found` with the field for the first thing that the lesson cannot hold. */
async function assertOfCourse(
  tx: Tx,
  { scope }: Context,
  courseId: string,
  lessonId: string,
  items: readonly Content[],
): Promise<void> {
  const found = [
    ...(await tx
      .select({ id: videos.id })
      .from(videos)
      .where(and(isAnyOf(videos.id, idsOf(items, "video")), isShownVideoOf(sql`${courseId}::uuid`)))),
    ...(await tx
      .select({ id: sessions.id })
      .from(sessions)
      .where(
        and(
          isAnyOf(sessions.id, idsOf(items, "session")),
          eq(sessions.course_id, courseId),
          reachesSessions(scope, sessions),
        ),
      )),
    ...(await tx
      .select({ id: materials.id })
      .from(materials)
      .where(
        and(
          isAnyOf(materials.id, idsOf(items, "material")),
          eq(materials.lesson_id, lessonId),
          isNull(materials.archived_at),
        ),
      )),
  ];
  const ids = new Set(found.map(({ id }) => id));
  const index = items.findIndex(({ id }) => !ids.has(id));
  if (index >= 0) throw fieldError(`items[${index}].id`, "errors.course.not_of_course", "not_found");
}

const tables = { video: videos, session: sessions, material: materials };

async function place(tx: Tx, lessonId: string, contents: readonly Content[]): Promise<void> {
  for (const [kind, table] of Object.entries(tables)) {
    const placed = contents.flatMap((one, index) => (one.kind === kind ? [{ ...one, at: index + 1 }] : []));
    if (placed.length === 0) continue;
    await tx.execute(sql`
      update ${table} t set lesson_id = ${lessonId}, lesson_position = given.at
      from unnest(${textArray(placed.map(({ id }) => id))}::uuid[], ${numberArray(placed.map(({ at }) => at))}::int[]) as given(id, at)
      where t.id = given.id`);
  }
}

async function takeOut(tx: Tx, contents: readonly Content[]): Promise<void> {
  for (const kind of ["video", "session"] as const) {
    const table = tables[kind];
    const ids = idsOf(contents, kind);
    if (ids.length)
      await tx.update(table).set({ lesson_id: null, lesson_position: 0 }).where(isAnyOf(table.id, ids));
  }
}
