import "server-only";
import { asc, desc, eq, sql } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { users } from "@/lib/db/tables/people";
import { privacyRequests } from "@/lib/db/tables/privacy";
import { schools } from "@/lib/db/tables/schools";
import { AppError } from "@/lib/platform/errors";
import { dayOf } from "@/lib/platform/time";
import { daysUntil } from "../due-dates";
import type { PrivacyRequest } from "../schema";

/** So many requests are listed, the open ones first. */
const listedMax = 200;

const selected = () =>
  db()
    .select({
      id: privacyRequests.id,
      kind: privacyRequests.kind,
      law: privacyRequests.law,
      user_id: privacyRequests.user_id,
      person: sql<string | null>`coalesce(${users.name}, ${privacyRequests.person_name})`,
      received_on: privacyRequests.received_on,
      due_on: privacyRequests.due_on,
      state: privacyRequests.state,
      closed_on: privacyRequests.closed_on,
      time_zone: schools.time_zone,
    })
    .from(privacyRequests)
    .innerJoin(schools, eq(schools.id, privacyRequests.school_id))
    .leftJoin(users, eq(users.id, privacyRequests.user_id));

type Row = Awaited<ReturnType<typeof selected>>[number];

const toRequest = ({ time_zone, ...row }: Row, now: Date): PrivacyRequest => ({
  ...row,
  days_left: row.state === "open" ? daysUntil(dayOf(now, time_zone), row.due_on) : null,
});

/** A school's requests: the open ones by their last day in time, then the closed ones, the latest first. */
export async function requestsOf(schoolId: string, now: Date): Promise<PrivacyRequest[]> {
  const rows = await selected()
    .where(eq(privacyRequests.school_id, schoolId))
    .orderBy(
      desc(eq(privacyRequests.state, "open")),
      sql`case when ${privacyRequests.state} = 'open' then ${privacyRequests.due_on} end`,
      desc(privacyRequests.closed_on),
      asc(privacyRequests.id),
    )
    .limit(listedMax);
  return rows.map((row) => toRequest(row, now));
}

/** One of them. Throws `not_found`. */
export async function requestOf(id: string, now: Date): Promise<PrivacyRequest> {
  const [row] = await selected().where(eq(privacyRequests.id, id));
  if (!row) throw new AppError("not_found", "errors.privacy.request_unknown");
  return toRequest(row, now);
}
