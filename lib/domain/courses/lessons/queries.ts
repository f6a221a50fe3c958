import "server-only";
import { and, asc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { isTakenBy, type Learner, reachesSessions } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { db, type Tx } from "@/lib/db/client";
import { isAnyOf } from "@/lib/db/literals";
import { byName } from "@/lib/db/names";
import { courses, lessons, materials } from "@/lib/db/tables/courses";
import { sessions } from "@/lib/db/tables/sessions";
import { videos } from "@/lib/db/tables/videos";
import { isoInstants } from "@/lib/http/contract";
import { listPage } from "@/lib/http/list";
import { AppError } from "@/lib/platform/errors";
import { byIdOrExternalId, isShownVideoOf, reachCourse } from "../queries";
import type { LessonListQuery } from "./forms";
import type { LessonContent, LessonRow, MaterialRow } from "./schema";

/** A lesson of a course that the scope teaches, by its id or external id there. Throws as `reachCourse` does, and `not_found`. */
export async function reachLesson(scope: Scope, courseId: string, given: string) {
  const course = await reachCourse(scope, courseId);
  const [lesson] = await db()
    .select()
    .from(lessons)
    .where(and(eq(lessons.course_id, course.id), byIdOrExternalId(lessons, given)))
    .orderBy(sql`${lessons.id}::text = ${given} desc`)
    .limit(1);
  if (!lesson) throw new AppError("not_found", "errors.course.lesson_unknown");
  return { course, lesson };
}

/** The lessons of a course in order, with what each holds. */
export async function lessonList(
  scope: Scope,
  courseId: string,
  { archived, limit, offset }: LessonListQuery,
): Promise<{ items: LessonRow[]; total: number }> {
  const course = await reachCourse(scope, courseId);
  const { items, total } = await listPage(
    db()
      .select()
      .from(lessons)
      .where(
        and(
          eq(lessons.course_id, course.id),
          archived ? isNotNull(lessons.archived_at) : isNull(lessons.archived_at),
        ),
      )
      .orderBy(asc(lessons.position), asc(lessons.id))
      .$dynamic(),
    { limit, offset },
  );
  return { items: await withContents(scope, items), total };
}

/** More are not read. */
const takenLessonsMax = 2000;

/** The lessons of the courses that a learner takes, of somebody else's those that the scope reaches, each course's in order. */
export const takenLessons = (scope: Scope, learner: Learner = scope) =>
  db()
    .select({
      id: lessons.id,
      course_id: lessons.course_id,
      number: lessons.number,
      title: lessons.title,
    })
    .from(lessons)
    .innerJoin(courses, eq(courses.id, lessons.course_id))
    .where(and(isTakenBy(scope, courses, learner), isNull(courses.archived_at), isNull(lessons.archived_at)))
    .orderBy(asc(lessons.course_id), asc(lessons.position), asc(lessons.id))
    .limit(takenLessonsMax);

/** One lesson as its route shows it. Throws as `reachLesson` does. */
export async function readLesson(scope: Scope, courseId: string, given: string): Promise<LessonRow> {
  const { lesson } = await reachLesson(scope, courseId, given);
  const [row] = await withContents(scope, [lesson]);
  return row!;
}

async function withContents(scope: Scope, rows: (typeof lessons.$inferSelect)[]): Promise<LessonRow[]> {
  const contents = await contentsOf(
    scope,
    db(),
    rows.map(({ id }) => id),
  );
  return rows.map(({ created_at: _, ...row }) => ({
    ...isoInstants(row),
    items: contents.filter(({ lesson_id, reached }) => lesson_id === row.id && reached).map(shownContent),
  }));
}

const shownContent = ({ lesson_id: _, reached: __, ...content }: Contained): LessonContent =>
  isoInstants(content);

type Contained = Omit<LessonContent, "starts_at"> & {
  lesson_id: string;
  /** Whether the scope may see it; a session of a colleague keeps its place. */
  reached: boolean;
  starts_at: Date | null;
};

/** The videos, sessions and materials of these lessons, in their order. */
export async function contentsOf(
  scope: Scope,
  on: Pick<Tx, "select">,
  lessonIds: readonly string[],
): Promise<Contained[]> {
  const none = sql<null>`null`;
  const ofVideos = await on
    .select({
      lesson_id: sql<string>`${videos.lesson_id}`,
      id: videos.id,
      title: videos.title,
      duration_ms: videos.duration_ms,
      position: videos.lesson_position,
      revision: videos.revision,
    })
    .from(videos)
    .where(and(isAnyOf(videos.lesson_id, lessonIds), isNull(videos.archived_at), isNull(videos.version_of)));
  const ofSessions = await on
    .select({
      lesson_id: sql<string>`${sessions.lesson_id}`,
      id: sessions.id,
      title: sessions.title,
      starts_at: sessions.begun_at,
      position: sessions.lesson_position,
      revision: sessions.revision,
      reached: sql<boolean>`(${reachesSessions(scope, sessions)})`,
      duration_ms: none,
    })
    .from(sessions)
    .where(isAnyOf(sessions.lesson_id, lessonIds));
  const ofMaterials = await on
    .select()
    .from(materials)
    .where(and(isAnyOf(materials.lesson_id, lessonIds), isNull(materials.archived_at)));
  const seconds = (ms: number | null) => (ms === null ? null : ms / 1000);
  const placed = [
    ...ofVideos.map(({ position, duration_ms, ...row }) => ({
      position,
      content: {
        ...row,
        kind: "video" as const,
        material_type: null,
        url: null,
        duration_seconds: seconds(duration_ms),
        starts_at: null,
        reached: true,
      },
    })),
    ...ofSessions.map(({ position, duration_ms: _, ...row }) => ({
      position,
      content: { ...row, kind: "session" as const, material_type: null, url: null, duration_seconds: null },
    })),
    ...ofMaterials.map(({ lesson_position, lesson_id, id, title, type, url, duration_ms, revision }) => ({
      position: lesson_position,
      content: {
        lesson_id,
        id,
        title,
        revision,
        kind: "material" as const,
        material_type: type,
        url,
        duration_seconds: seconds(duration_ms),
        starts_at: null,
        reached: true,
      },
    })),
  ];
  return placed
    .sort((a, b) => a.position - b.position || (a.content.id < b.content.id ? -1 : 1))
    .map(({ content }) => content);
}

/** How many fit a menu. */
const choicesMax = 500;

/** The videos and sessions of a course that a lesson can take, each with the lesson that has it now. */
export async function lessonChoices(scope: Scope, courseId: string) {
  const [ofVideos, ofSessions] = await Promise.all([
    db()
      .select({ id: videos.id, title: videos.title, lesson_id: videos.lesson_id })
      .from(videos)
      .where(isShownVideoOf(sql`${courseId}::uuid`))
      .orderBy(byName(videos.title), videos.id)
      .limit(choicesMax),
    db()
      .select({
        id: sessions.id,
        title: sessions.title,
        lesson_id: sessions.lesson_id,
        starts_at: sessions.begun_at,
      })
      .from(sessions)
      .where(and(eq(sessions.course_id, courseId), reachesSessions(scope, sessions)))
      .orderBy(sessions.begun_at, sessions.id)
      .limit(choicesMax),
  ]);
  return { videos: ofVideos, sessions: ofSessions };
}

/** A material as its routes answer it. */
export const materialOf = ({
  created_at: _,
  lesson_position: __,
  duration_ms,
  ...row
}: typeof materials.$inferSelect): MaterialRow =>
  isoInstants({ ...row, duration_seconds: duration_ms === null ? null : duration_ms / 1000 });

/** The materials of a lesson in order. Throws as `reachLesson` does. */
export async function materialList(
  scope: Scope,
  at: { courseId: string; lessonId: string },
  { archived, limit, offset }: LessonListQuery,
) {
  const { lesson } = await reachLesson(scope, at.courseId, at.lessonId);
  const { items, total } = await listPage(
    db()
      .select()
      .from(materials)
      .where(
        and(
          eq(materials.lesson_id, lesson.id),
          archived ? isNotNull(materials.archived_at) : isNull(materials.archived_at),
        ),
      )
      .orderBy(asc(materials.lesson_position), asc(materials.id))
      .$dynamic(),
    { limit, offset },
  );
  return { items: items.map(materialOf), total };
}

/** A material by its id or external id in its lesson. Throws as `reachLesson` does, and `not_found`. */
export async function reachMaterial(
  scope: Scope,
  at: { courseId: string; lessonId: string; materialId: string },
) {
  const { course, lesson } = await reachLesson(scope, at.courseId, at.lessonId);
  const [row] = await db()
    .select()
    .from(materials)
    .where(and(eq(materials.lesson_id, lesson.id), byIdOrExternalId(materials, at.materialId)))
    .orderBy(sql`${materials.id}::text = ${at.materialId} desc`)
    .limit(1);
  if (!row) throw new AppError("not_found", "errors.course.material_unknown");
  return { course, lesson, row, material: materialOf(row) };
}
