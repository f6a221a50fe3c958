import "server-only";
import { and, eq, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import { type AnyPgColumn, getTableConfig, type PgTable } from "drizzle-orm/pg-core";
import { db } from "@/lib/db/client";
import { isAnyOf, textArray } from "@/lib/db/literals";
import { alertReaders, alertSettings, alerts, digestMails } from "@/lib/db/tables/alerts";
import { auditLog } from "@/lib/db/tables/audit";
import { courseInstructors, enrollments, storedProgress } from "@/lib/db/tables/courses";
import { actorTables, attendeeTables, personalTables } from "@/lib/db/tables/facts";
import { learnerNotes } from "@/lib/db/tables/notes";
import { pendingBeacons, playbackRoutes } from "@/lib/db/tables/pending-beacons";
import {
  accountLinks,
  apiTokens,
  devices,
  formerIdentities,
  identities,
  rosterImports,
  users,
} from "@/lib/db/tables/people";
import { practiceSessions } from "@/lib/db/tables/practice";
import { dataExports, privacyRequests } from "@/lib/db/tables/privacy";
import { results } from "@/lib/db/tables/results";
import { attendeeIdentities, attendees, imports, sessions } from "@/lib/db/tables/sessions";
import { playbacks, videos, viewerProgress } from "@/lib/db/tables/videos";
import { backgroundWork } from "@/lib/db/tables/work";
import type { NamedPerson } from "./person";

/** How a person is found in a table, and what becomes of the rows that are found. */
export type PersonTable = {
  table: PgTable;
  of: (person: NamedPerson) => SQL;
  /** Columns that the person does not get, each with the reason. */
  leftOut?: Readonly<Record<string, string>>;
};

const secret = "a secret's hash tells its owner nothing";
const others = "contains facts about other people";
const internal = "has a meaning for the system only";

const byUser = (column: AnyPgColumn) => (person: NamedPerson) => eq(column, person.id);

/** The person's attendees: by their account, and before they had one by what names them in their school. */
export const attended = (person: NamedPerson) => {
  const named = db()
    .select({ id: attendeeIdentities.attendee_id })
    .from(attendeeIdentities)
    .where(
      and(
        eq(attendeeIdentities.session_id, attendees.session_id),
        isAnyOf(attendeeIdentities.identity, person.identities),
      ),
    );
  const inSchool = db()
    .select({ id: sessions.id })
    .from(sessions)
    .where(person.school_id ? eq(sessions.school_id, person.school_id) : sql`false`);
  return or(
    eq(attendees.user_id, person.id),
    and(
      isNull(attendees.user_id),
      inArray(attendees.session_id, inSchool),
      or(person.email ? eq(attendees.email, person.email) : undefined, inArray(attendees.id, named)),
    ),
  )!;
};

const ofAttendee = (table: (typeof attendeeTables)[number]) => (person: NamedPerson) =>
  sql`(${table.session_id}, ${table.attendee_id}) in ${db()
    .select({ session_id: attendees.session_id, id: attendees.id })
    .from(attendees)
    .where(attended(person))}`;

/** Of their school's videos: another school may use the same id for somebody else. */
export const watched = (table: typeof playbacks | typeof viewerProgress) => (person: NamedPerson) =>
  and(
    isAnyOf(table.viewer_id, person.viewer_ids),
    or(
      eq(table.viewer_id, `u:${person.id}`),
      inArray(
        table.video_id,
        db()
          .select({ id: videos.id })
          .from(videos)
          .where(person.school_id ? eq(videos.school_id, person.school_id) : sql`false`),
      ),
    ),
  )!;

/** Every table of lib/db/tables/facts.ts that can name a person who is not only counted. */
export const personTables: readonly PersonTable[] = [
  { table: users, of: byUser(users.id), leftOut: { password_hash: secret, version: internal } },
  { table: identities, of: byUser(identities.user_id) },
  { table: formerIdentities, of: byUser(formerIdentities.user_id) },
  {
    table: devices,
    of: byUser(devices.user_id),
    leftOut: { device_id: "names the browser, which other people may use too", sign_in_id: internal },
  },
  { table: apiTokens, of: byUser(apiTokens.user_id) },
  {
    table: accountLinks,
    of: ({ id, email }) =>
      or(eq(accountLinks.user_id, id), email ? eq(accountLinks.email, email) : undefined)!,
  },
  {
    table: rosterImports,
    of: byUser(rosterImports.user_id),
    leftOut: { decisions: others, before: others, file: others, wrong: others, columns: internal },
  },
  { table: courseInstructors, of: byUser(courseInstructors.user_id) },
  { table: enrollments, of: byUser(enrollments.user_id) },
  { table: storedProgress, of: byUser(storedProgress.user_id) },
  { table: results, of: byUser(results.user_id) },
  { table: learnerNotes, of: byUser(learnerNotes.user_id) },
  { table: practiceSessions, of: byUser(practiceSessions.user_id), leftOut: { idempotency_key: internal } },
  { table: sessions, of: byUser(sessions.instructor_id) },
  { table: imports, of: byUser(imports.user_id), leftOut: { before: others } },
  { table: attendees, of: attended },
  ...attendeeTables.map((table) => ({ table, of: ofAttendee(table) })),
  { table: playbacks, of: watched(playbacks) },
  { table: viewerProgress, of: watched(viewerProgress), leftOut: { changed: internal } },
  {
    table: playbackRoutes,
    of: (person) =>
      inArray(
        playbackRoutes.playback_id,
        db().select({ id: playbacks.playback_id }).from(playbacks).where(watched(playbacks)(person)),
      ),
  },
  {
    table: pendingBeacons,
    of: ({ viewer_ids }) =>
      sql`${pendingBeacons.beacon} #>> '{view,viewer_id}' = any(${textArray(viewer_ids)}::text[])`,
  },
  ...actorTables.map((table) => ({
    table,
    of: ({ actors }: NamedPerson) => isAnyOf(table.actor, actors),
  })),
  {
    table: auditLog,
    of: ({ id }) =>
      or(eq(auditLog.actor_id, id), and(eq(auditLog.target_type, "user"), eq(auditLog.target_id, id)))!,
  },
  { table: alerts, of: byUser(alerts.user_id) },
  { table: privacyRequests, of: byUser(privacyRequests.user_id) },
  { table: alertReaders, of: byUser(alertReaders.user_id) },
  { table: alertSettings, of: byUser(alertSettings.user_id) },
  { table: digestMails, of: byUser(digestMails.user_id) },
  { table: dataExports, of: byUser(dataExports.user_id) },
  { table: backgroundWork, of: byUser(backgroundWork.created_by) },
];

/** The tables whose rows a person gets: lib/db/tables/facts.ts says which, and why not the others. */
export const exportedTables: readonly PersonTable[] = personTables.filter(
  ({ table }) => personalTables.find((one) => one.table === table)?.export === "included",
);

/** The columns that a person gets, in the table's order. */
export const exportedColumns = ({ table, leftOut = {} }: PersonTable): string[] =>
  getTableConfig(table)
    .columns.map(({ name }) => name)
    .filter((name) => !(name in leftOut));
