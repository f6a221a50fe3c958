import "server-only";
import { and, eq, getTableColumns, inArray, type SQL } from "drizzle-orm";
import type { z } from "zod";
import { reachesCourses, reachesFunnels, reachesSessions, reachesVideos } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { byName } from "@/lib/db/names";
import { classes, courses } from "@/lib/db/tables/courses";
import { type FunnelStep, funnels } from "@/lib/db/tables/funnels";
import { customEventTypes } from "@/lib/db/tables/learning";
import { schools } from "@/lib/db/tables/schools";
import { sessions } from "@/lib/db/tables/sessions";
import { videos } from "@/lib/db/tables/videos";
import { isoInstants } from "@/lib/http/contract";
import { listPage } from "@/lib/http/list";
import { AppError } from "@/lib/platform/errors";
import { uuidPattern } from "@/lib/platform/ids";
import type { FunnelRow, funnelsQuery, ShownStep } from "./schema";

const selectFunnels = (where: SQL | undefined) =>
  db()
    .select({ ...getTableColumns(funnels), course_title: courses.title, class_name: classes.name })
    .from(funnels)
    .leftJoin(courses, eq(courses.id, funnels.course_id))
    .leftJoin(classes, eq(classes.id, funnels.class_id))
    .where(where)
    .$dynamic();
type Stored = Awaited<ReturnType<typeof selectFunnels>>[number];

const idOf = (step: FunnelStep): string | null =>
  step.kind === "event"
    ? null
    : ((step.kind === "video" ? step.video_id : step.session_id) ?? step.course_id);

/** The names of what the steps are about, as far as the scope can read it: by id, and of the school's own event types by school and name. */
async function titlesOf(scope: Scope, rows: readonly Stored[]): Promise<Map<string, string>> {
  const steps = rows.flatMap(({ steps }) => steps);
  const ids = [...new Set(steps.flatMap((step) => idOf(step) ?? []))];
  const types = [...new Set(steps.flatMap((step) => (step.kind === "event" ? step.event_type : [])))];
  const titled = <Table extends typeof videos | typeof sessions | typeof courses>(
    table: Table,
    reach: SQL,
  ) =>
    ids.length === 0
      ? []
      : db()
          .select({ key: table.id, title: table.title })
          .from(table as typeof videos)
          .where(and(inArray(table.id, ids), reach));
  const found = await Promise.all([
    titled(videos, reachesVideos(scope, videos)),
    titled(sessions, reachesSessions(scope, sessions)),
    titled(courses, reachesCourses(scope, courses)),
  ]);
  const own =
    types.length === 0
      ? []
      : await db()
          .select({
            school_id: customEventTypes.school_id,
            name: customEventTypes.name,
            title: customEventTypes.title,
          })
          .from(customEventTypes)
          .where(
            and(
              inArray(
                customEventTypes.school_id,
                rows.map(({ school_id }) => school_id),
              ),
              inArray(customEventTypes.name, types),
            ),
          );
  return new Map([
    ...found.flat().map(({ key, title }) => [key, title] as const),
    ...own.map(({ school_id, name, title }) => [`${school_id} ${name}`, title] as const),
  ]);
}

function toFunnel({ school_id, steps, ...row }: Stored, titles: ReadonlyMap<string, string>): FunnelRow {
  const shown = steps.map((step): ShownStep => {
    const key = step.kind === "event" ? `${school_id} ${step.event_type}` : (idOf(step) ?? "");
    return {
      ...{ event_type: null, course_id: null, video_id: null, session_id: null, ...step },
      title: titles.get(key) ?? null,
    };
  });
  return isoInstants({ ...row, steps: shown });
}

/** The funnels that a scope can read, by name. */
export async function funnelList(scope: Scope, query: z.infer<typeof funnelsQuery>) {
  const { items, total } = await listPage(
    selectFunnels(reachesFunnels(scope, funnels)).orderBy(byName(funnels.name), funnels.id),
    query,
  );
  const titles = await titlesOf(scope, items);
  return { items: items.map((row) => toFunnel(row, titles)), total };
}

/** One of them, with its school's zone and smallest group. Throws `not_found`. */
export async function funnelById(scope: Scope, id: string) {
  // An address can have any text for it.
  const [row] = uuidPattern.test(id)
    ? await selectFunnels(and(eq(funnels.id, id), reachesFunnels(scope, funnels)))
    : [];
  if (!row) throw new AppError("not_found", "errors.learning.funnel_unknown");
  const [school] = await db()
    .select({ time_zone: schools.time_zone, minimum_group_size: schools.minimum_group_size })
    .from(schools)
    .where(eq(schools.id, row.school_id));
  if (!school) throw new AppError("not_found", "errors.learning.funnel_unknown");
  return {
    ...school,
    school_id: row.school_id,
    stored: row.steps,
    funnel: toFunnel(row, await titlesOf(scope, [row])),
  };
}

/** A funnel as its route answers it. Throws `not_found`. */
export const readFunnel = async (scope: Scope, id: string): Promise<FunnelRow> =>
  (await funnelById(scope, id)).funnel;
