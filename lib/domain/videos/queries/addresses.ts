import "server-only";
import { and, asc, count, eq, ilike, isNotNull, isNull, or, type SQL, sql, sum } from "drizzle-orm";
import { inSchool, reachesVideos } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { byName } from "@/lib/db/names";
import { contains } from "@/lib/db/patterns";
import { courses } from "@/lib/db/tables/courses";
import { videoAddresses } from "@/lib/db/tables/pending-beacons";
import { schools } from "@/lib/db/tables/schools";
import { videos } from "@/lib/db/tables/videos";
import { isoInstants } from "@/lib/http/contract";
import { listOrder, listPage } from "@/lib/http/list";
import { AppError, fieldError } from "@/lib/platform/errors";
import type { AddressesQuery } from "../filters";
import type { AddressesAnswer } from "../schema";

/* The addresses at which pages play videos. An instructor sees those of pages that named a course they teach. */

/** The course that the page named, if it is one of the school's. */
const isNamedCourse = sql`${courses.school_id} = ${videoAddresses.school_id}
  and ${videoAddresses.course_reference} in (${courses.external_id}, ${courses.id}::text)`;

const reaches = (scope: Scope): SQL =>
  reachesVideos(scope, { school_id: videoAddresses.school_id, course_id: courses.id });

const siteOfPage = sql<string | null>`substring(${videoAddresses.page_url} from '^https?://[^/]+')`;
/** Each site has a row for each status. */
const sitesMax = 300;

const isOf: Record<AddressesQuery["status"], SQL | undefined> = {
  waiting: and(isNull(videoAddresses.video_id), eq(videoAddresses.ignored, false)),
  mapped: isNotNull(videoAddresses.video_id),
  ignored: eq(videoAddresses.ignored, true),
};

/** One page of the addresses of a status, with what waits for each. */
export async function addressList(
  scope: Scope,
  { status, q, site, limit, offset, ...order }: AddressesQuery,
): Promise<AddressesAnswer> {
  const { id, address, page_url, first_seen_at, last_seen_at } = videoAddresses;
  const { waiting_beacons, waiting_playbacks, course_reference } = videoAddresses;
  const words = q ? or(ilike(address, contains(q)), ilike(page_url, contains(q))) : undefined;
  const { items, total } = await listPage(
    db()
      .select({
        id,
        address,
        video_id: videoAddresses.video_id,
        video_title: sql<string | null>`${videos.title}`.as("video_title"),
        course_id: sql<string | null>`${courses.id}`.as("course_id"),
        course_title: sql<string | null>`${courses.title}`.as("course_title"),
        course_reference,
        page_url,
        first_seen_at,
        last_seen_at,
        waiting_beacons,
        waiting_playbacks,
      })
      .from(videoAddresses)
      .leftJoin(courses, isNamedCourse)
      .leftJoin(videos, eq(videos.id, videoAddresses.video_id))
      .where(and(reaches(scope), isOf[status], words, site === undefined ? undefined : eq(siteOfPage, site)))
      .orderBy(
        listOrder(order, { recent: last_seen_at, waiting: waiting_playbacks, address: byName(address) }, [
          "address",
        ]),
        asc(id),
      )
      .$dynamic(),
    { limit, offset },
  );
  return { success: true, items: items.map((row) => isoInstants({ ...row, status })), total };
}

/** How many addresses of each status there are, and the sites of the pages that play them. */
export async function addressCounts(scope: Scope) {
  const { video_id, ignored } = videoAddresses;
  const status = sql<
    AddressesQuery["status"]
  >`case when ${video_id} is not null then 'mapped' when ${ignored} then 'ignored' else 'waiting' end`;
  const rows = await db()
    .select({
      status,
      site: siteOfPage,
      addresses: count(),
      waiting: sum(videoAddresses.waiting_playbacks).mapWith(Number),
    })
    .from(videoAddresses)
    .leftJoin(courses, isNamedCourse)
    .where(reaches(scope))
    .groupBy(sql`1`, sql`2`)
    .orderBy(sql`2`)
    .limit(sitesMax);
  const of = (name: AddressesQuery["status"]) =>
    rows.filter((row) => row.status === name).reduce((total, row) => total + row.addresses, 0);
  return {
    waiting: of("waiting"),
    mapped: of("mapped"),
    ignored: of("ignored"),
    /** Playbacks that wait. */
    playbacks: rows.reduce((total, row) => total + (row.status === "waiting" ? row.waiting : 0), 0),
    sites: [...new Set(rows.flatMap(({ site }) => site ?? []))],
  };
}

/** An address for a change of it. Throws `not_found` outside the scope's school, `forbidden` where they do not teach the page's course. */
export async function reachAddress(scope: Scope, addressId: string) {
  const [row] = await db()
    .select({
      id: videoAddresses.id,
      school_id: videoAddresses.school_id,
      address: videoAddresses.address,
      mine: sql<boolean>`coalesce(${reaches(scope)}, false)`,
    })
    .from(videoAddresses)
    .leftJoin(courses, isNamedCourse)
    .where(and(eq(videoAddresses.id, addressId), inSchool(scope, videoAddresses)))
    .orderBy(sql`4 desc`)
    .limit(1);
  if (!row) throw new AppError("not_found", "errors.video.address_unknown");
  if (!row.mine) throw new AppError("forbidden", "errors.video.address_not_taught");
  return row;
}

/** The school whose sites an administrator allows: their own, or the one that the installation's administrator names. */
export async function originsOf(scope: Scope, given: string | undefined) {
  const schoolId = given ?? scope.school_id;
  if (schoolId === null) throw fieldError("school_id", "errors.field.school_required");
  const [school] = await db()
    .select({ school_id: schools.id, external_id: schools.external_id, origins: schools.allowed_origins })
    .from(schools)
    .where(and(eq(schools.id, schoolId), inSchool(scope, { school_id: schools.id })));
  if (!school) throw fieldError("school_id", "errors.field.school_unknown", "not_found");
  return school;
}
