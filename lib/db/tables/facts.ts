import { and, eq, type SQL } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { alertReaders, alertSettings, alerts, digestMails } from "./alerts";
import { auditLog } from "./audit";
import { courseInstructors, enrollments, storedProgress } from "./courses";
import { deliveredMinutes, deliveryReads } from "./deliveries";
import { awardedSessions } from "./gamification";
import {
  aiCoachBases,
  aiCoachMetrics,
  dailyActivity,
  dailyActivityBases,
  gamificationBases,
  gamificationStats,
  learningEventIds,
  learningEvents,
  learningSessionBases,
  learningSessions,
} from "./learning";
import { learnerNotes } from "./notes";
import { pendingBeacons, playbackRoutes } from "./pending-beacons";
import {
  accountLinks,
  apiTokens,
  devices,
  formerIdentities,
  identities,
  rosterImports,
  users,
} from "./people";
import { practiceSessions } from "./practice";
import { complianceConfirmations, dataExports, privacyRequests } from "./privacy";
import { results } from "./results";
import { sessionBases } from "./retention";
import {
  attendeeIdentities,
  attendees,
  feedback,
  imports,
  messages,
  presence,
  reactions,
  sessionNumbers,
  sessions,
  sessionVersions,
} from "./sessions";
import {
  playbacks,
  unfollowedPlayers,
  videoBreakdowns,
  videoDaily,
  videoSeconds,
  videoSegments,
  videoSuspects,
  videoTotals,
  viewerProgress,
} from "./videos";
import { backgroundWork } from "./work";

/*
 * The tables with facts about a person, an attendee or a session. No foreign key refers to an attendee, so the code that merges
 * attendees, undoes an import, exports, erases or deletes works from these lists. A new table belongs here: lib/db/facts.test.ts reads
 * the schema and names those that are missing.
 */

/** What an attendee did in a session; a row that an import added has its id. */
export const attendeeFacts = [presence, messages, reactions, feedback] as const;

/** Everything keyed by an attendee: merging two attendees moves all of it. */
export const attendeeTables = [...attendeeFacts, attendeeIdentities] as const;

/** Everything keyed by an actor of the learning family: merging two people moves all of it. */
export const actorTables = [
  learningEvents,
  learningEventIds,
  learningSessions,
  dailyActivity,
  gamificationStats,
  aiCoachMetrics,
  learningSessionBases,
  dailyActivityBases,
  gamificationBases,
  aiCoachBases,
] as const;

/** Joins these rows to their attendee's. */
export const ofAttendee = (table: (typeof attendeeTables)[number]): SQL | undefined =>
  and(eq(table.session_id, attendees.session_id), eq(table.attendee_id, attendees.id));

const countedRecords = [sessionVersions, sessionNumbers, awardedSessions] as const;

/** Other tables about a session, besides its attendees and their facts; their rows are deleted with the session. */
export const sessionRecords = [...countedRecords, sessionBases, alerts] as const;

/** Everything keyed by a video: deleted with it, and moved with the file that it is about. */
export const videoFacts = [
  playbacks,
  videoSuspects,
  unfollowedPlayers,
  viewerProgress,
  videoSeconds,
  videoSegments,
  videoDaily,
  videoTotals,
  videoBreakdowns,
  deliveredMinutes,
  deliveryReads,
] as const;

/*
 * Every column that names a user by id; lib/db/facts.test.ts names those that are missing. When two people become one
 * (lib/flows/merging), these name the one who stays. `viewer_id` and the identities of attendees are the viewer's and the attendee's own
 * mergings.
 */
export const userColumns = [
  identities.user_id,
  formerIdentities.user_id,
  courseInstructors.user_id,
  enrollments.user_id,
  storedProgress.user_id,
  results.user_id,
  results.recorded_by,
  practiceSessions.user_id,
  learnerNotes.user_id,
  learnerNotes.written_by,
  attendees.user_id,
  sessions.instructor_id,
  messages.answered_by,
  imports.user_id,
  imports.undone_by,
  rosterImports.user_id,
  rosterImports.undone_by,
  accountLinks.created_by,
  backgroundWork.created_by,
  dataExports.created_by,
  privacyRequests.user_id,
  privacyRequests.closed_by,
  privacyRequests.created_by,
  complianceConfirmations.confirmed_by,
] as const;

/** These end with the person who was merged: their sign-ins, API tokens and links, the files of their data, and alerts, which are decided anew. */
export const columnsOfAccess = [
  devices.user_id,
  apiTokens.user_id,
  accountLinks.user_id,
  alerts.user_id,
  dataExports.user_id,
  alertReaders.user_id,
  alertSettings.user_id,
  digestMails.user_id,
] as const;

/** What is done to the table's rows, or why nothing is. */
type Handling = "included" | { exempt: string };

type PersonalTable = {
  table: PgTable;
  /** Two attendees of a session become one; two people, by `userColumns`. */
  merge: Handling;
  /** An import is undone. */
  undo: Handling;
  /** A person asks for their data. */
  export: Handling;
  /** A person is erased. */
  erasure: Handling;
  /** A session is deleted. */
  deletion: Handling;
};

const everywhere = {
  merge: "included",
  undo: "included",
  export: "included",
  erasure: "included",
  deletion: "included",
} as const;
const notOfAttendee = { exempt: "belongs to a user or a viewer, not to one session's attendee" };
const notImported = { exempt: "no import writes it" };
const notOfSession = { exempt: "outlives the sessions" };
const counted = { exempt: "numbers and versions without a person; recounted from the facts" };
const ofUser = { ...everywhere, merge: notOfAttendee, undo: notImported, deletion: notOfSession };
const ofSession = { ...everywhere, merge: counted, undo: counted, export: counted, erasure: counted };

export const personalTables: readonly PersonalTable[] = [
  { table: attendees, ...everywhere },
  ...attendeeTables.map((table) => ({ table, ...everywhere })),
  ...countedRecords.map((table) => ({ table, ...ofSession })),
  { table: sessionBases, ...ofSession },
  { table: alerts, ...ofUser, deletion: "included" },
  { table: alertReaders, ...ofUser },
  { table: alertSettings, ...ofUser },
  { table: digestMails, ...ofUser },
  {
    table: sessions,
    ...everywhere,
    merge: notOfAttendee,
    erasure: { exempt: "the session belongs to the school; its instructor is reassigned first" },
  },
  // The data for undoing contains names and addresses.
  { table: imports, ...everywhere, merge: notOfAttendee },
  ...[
    users,
    identities,
    formerIdentities,
    devices,
    courseInstructors,
    enrollments,
    results,
    learnerNotes,
    practiceSessions,
  ].map((table) => ({
    table,
    ...ofUser,
  })),
  { table: storedProgress, ...ofUser, export: { exempt: "computed from facts that are exported" } },
  { table: accountLinks, ...ofUser, export: { exempt: "a secret's hash tells its owner nothing" } },
  // The data for undoing contains names and addresses.
  { table: rosterImports, ...ofUser },
  { table: apiTokens, ...ofUser, export: { exempt: "a secret's hash tells its owner nothing" } },
  ...[playbacks, viewerProgress].map((table) => ({ table, ...ofUser })),
  // By pseudonym; the school's key tells whose they are.
  ...actorTables.map((table) => ({ table, ...ofUser })),
  ...[playbackRoutes, pendingBeacons].map((table) => ({
    table,
    ...ofUser,
    export: { exempt: "leads to playbacks, which are exported" },
  })),
  {
    table: unfollowedPlayers,
    ...ofUser,
    export: { exempt: "says nothing about a person" },
    erasure: { exempt: "says nothing about a person" },
  },
  { table: privacyRequests, ...ofUser },
  { table: dataExports, ...ofUser, export: { exempt: "copies of what is exported" } },
  {
    table: backgroundWork,
    ...ofUser,
    export: { exempt: "says what the system did, when somebody asked for it" },
  },
  {
    table: auditLog,
    ...ofUser,
    erasure: { exempt: "names people by id only, and nobody may edit it" },
  },
];
