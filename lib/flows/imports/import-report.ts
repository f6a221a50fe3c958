import "server-only";
import { createHash } from "node:crypto";
import type { Scope } from "@/lib/auth/scope";
import { importAttendance } from "@/lib/domain/sessions/imports/commit";
import { understood } from "@/lib/domain/sessions/imports/formats";
import { matchPeople } from "@/lib/domain/sessions/imports/match";
import {
  type DecidedUser,
  factsOfPlan,
  meetingTimes,
  plannedAttendees,
} from "@/lib/domain/sessions/imports/plan";
import { importOfFile, importRules, knownPeople, usersById } from "@/lib/domain/sessions/imports/queries";
import {
  type Decisions,
  type ImportAnswer,
  type ImportQuery,
  reportBytesMax,
  reportPeopleMax,
} from "@/lib/domain/sessions/imports/schema";
import { sessionNumbersOf } from "@/lib/domain/sessions/numbers";
import { reachSession } from "@/lib/domain/sessions/queries/reach";
import type { Session } from "@/lib/domain/sessions/session";
import type { Context } from "@/lib/http/context";
import type { AttendanceReport, ReportPerson } from "@/lib/measure/attendance-report";
import { AppError, fieldError } from "@/lib/platform/errors";
import { type Destination, destinationOf, nearbySessions, provenNew } from "./destination";
import { readAttendance } from "./readers";

export type ReportFile = { bytes: Uint8Array; name: string | null };

/**
 * Reads a report, matches its people to the school's, and says what was understood; with `commit` it is all written, or nothing
 * is. Throws `invalid` with the lines that are wrong, `too_large`, and what reaching the session or making one throws.
 */
export async function importReport(
  ctx: Context,
  file: ReportFile,
  query: ImportQuery,
  decisions: Decisions,
): Promise<ImportAnswer> {
  const { scope } = ctx;
  if (file.bytes.length > reportBytesMax)
    throw new AppError("too_large", `The report may be at most ${reportBytesMax / 1024 / 1024} MB.`);
  const destination = await destinationOf(scope, query);
  const { school_id: schoolId, session } = destination;
  const zone = query.zone ?? destination.time_zone;
  const report = understoodReport(file.bytes, { ...query, zone });

  const known = await knownPeople(scope, schoolId, destination.course_id, report.people);
  const matches = matchPeople(report.people, known);
  const decided = await decidedUsers(schoolId, decisions, report.people.length);
  const planned = plannedAttendees(report.people, matches, decisions, decided, destination.instructor_id);
  const times = session?.started_at && session.ended_at ? null : meetingTimes(report);
  if (!session) provenNew(times, ctx.now);
  const title =
    session?.title ?? query.title ?? report.title?.slice(0, 200).toWellFormed() ?? fileTitle(file.name);

  const start = session?.started_at ?? times?.start ?? session?.scheduled_start;
  const end = session?.ended_at ?? times?.end ?? session?.scheduled_end;
  const window = start && end ? { from: start, to: end > start ? end : start } : null;
  const numbers = window && (await previewOf(destination, window, planned, ctx.now));
  const answer: ImportAnswer = {
    success: true,
    format: report.format,
    presence: report.presence,
    session: {
      id: session?.id ?? null,
      title,
      started_at: start?.toISOString() ?? null,
      ended_at: end?.toISOString() ?? null,
    },
    attendees: planned.length,
    spans: report.people.reduce((sum, person) => sum + person.spans.length, 0),
    matched: matches.filter(({ kind }) => kind === "matched").length,
    doubtful: matches.flatMap((match, index) =>
      match.kind === "doubtful"
        ? [{ ...personOf(report.people[index]!, index), candidates: match.candidates.map(candidateOf) }]
        : [],
    ),
    unknown: matches.filter(({ kind }) => kind === "unknown").length,
    problems: [
      ...report.problems.map(({ line, message }) => ({ line, message })),
      ...(numbers?.attendance.total_attended === 0 && planned.some((one) => one.stays.length > 0 && !one.host)
        ? [
            {
              line: 1,
              message:
                "Nobody was there within the session’s time: is it the right session, day and time zone?",
            },
          ]
        : []),
    ],
    total_attended: numbers?.attendance.total_attended ?? 0,
    average_duration_minutes: numbers?.attendance.average_duration_minutes ?? null,
    peak_count: numbers?.peak_viewers.peak_count ?? null,
    zone: report.zone_assumed ? zone : null,
    date_order: report.date_order,
    nearby: await nearbySessions(scope, schoolId, report),
    import_id: null,
    already: false,
  };

  const fileHash = createHash("sha256").update(file.bytes).digest("hex");
  if (!query.commit) {
    const earlier = await importOfFile(schoolId, fileHash);
    return earlier ? await alreadyThere(scope, answer, earlier) : answer;
  }
  if (destination.instructor_id === null) throw fieldError("instructor_id", "is missing: say who teaches");
  if (planned.length === 0)
    throw new AppError("invalid", "Everybody in this report was left out: there is nothing to import.");
  const done = await importAttendance(ctx, {
    school_id: schoolId,
    into: session
      ? { session_id: session.id }
      : { instructor_id: destination.instructor_id, course_id: destination.course_id, title },
    times,
    format: report.format,
    presence: report.presence,
    file_name: file.name?.slice(0, 200).toWellFormed() || "report",
    file_hash: fileHash,
    planned,
  });
  if (done.already) return await alreadyThere(scope, answer, done);
  return { ...answer, import_id: done.import_id, session: { ...answer.session, id: done.session_id } };
}

/** The report, or the lines for which it cannot be imported. */
function understoodReport(
  bytes: Uint8Array,
  { zone, date_order, day }: Pick<ImportQuery, "date_order" | "day"> & { zone: string },
): AttendanceReport {
  const report = readAttendance(bytes, { time_zone: zone, date_order, day });
  if (!report) throw wrongLines([{ line: 1, message: `This is not ${understood}` }]);
  const errors = report.problems.filter(({ level }) => level === "error");
  if (errors.length) throw wrongLines(errors);
  const beyond = report.people[reportPeopleMax];
  if (beyond)
    throw wrongLines([
      { line: beyond.line, message: `A report may list at most ${reportPeopleMax} people: this is one more` },
    ]);
  return report;
}

/** More wrong lines than this help nobody. */
const wrongLinesMax = 100;

function wrongLines(problems: readonly { line: number; message: string }[]): AppError {
  const errors = problems
    .slice(0, wrongLinesMax)
    .map(({ line, message }) => ({ path: `line ${line}`, message }));
  return new AppError("invalid", `${errors[0]!.path}: ${errors[0]!.message}`, { errors });
}

/** The users whom decisions name. Throws `invalid` for a place that the report does not have, `not_found` for a user. */
async function decidedUsers(
  schoolId: string,
  decisions: Decisions,
  people: number,
): Promise<Map<string, DecidedUser>> {
  const entries = Object.entries(decisions);
  const outside = entries.find(([index]) => Number(index) >= people);
  if (outside) throw fieldError(`decisions.${outside[0]}`, "is nobody of this report");
  const named = entries.flatMap(([index, decision]) =>
    typeof decision === "object" ? [{ index, id: decision.user_id }] : [],
  );
  if (named.length === 0) return new Map();
  const users = await usersById(
    schoolId,
    named.map(({ id }) => id),
  );
  const missing = named.find(({ id }) => !users.has(id));
  if (missing)
    throw fieldError(`decisions.${missing.index}`, "there is no such person in the school", "not_found");
  return users;
}

/** What the report alone comes to, within the session's time. */
async function previewOf(
  { session, school_id: schoolId }: Destination,
  window: { from: Date; to: Date },
  planned: Parameters<typeof factsOfPlan>[0],
  now: Date,
) {
  const rules = session ?? {
    ...(await importRules(schoolId)),
    chat_enabled: true,
    // The preview shows attendance only.
    talk_known: true,
    scheduled_start: window.from,
    scheduled_end: window.to,
  };
  const to = window.to < now ? window.to : now;
  const { people, reactions_by_type: reactionsByType } = factsOfPlan(planned, {
    from: window.from,
    to: to > window.from ? to : window.from,
  });
  return sessionNumbersOf(
    { ...rules, status: "ended", started_at: window.from, ended_at: window.to },
    window,
    people,
    reactionsByType,
  );
}

/** The answer for a file that was imported before. Throws `conflict` where that is nobody else's to see. */
async function alreadyThere(
  scope: Scope,
  answer: ImportAnswer,
  earlier: { import_id: string; session_id: string },
): Promise<ImportAnswer> {
  let session: Session;
  try {
    session = await reachSession(scope, earlier.session_id);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "forbidden") throw error;
    throw new AppError("conflict", "This very file was imported before, into a session of somebody else’s.");
  }
  return {
    ...answer,
    session: {
      id: session.id,
      title: session.title,
      started_at: (session.started_at ?? session.scheduled_start).toISOString(),
      ended_at: (session.ended_at ?? session.scheduled_end).toISOString(),
    },
    import_id: earlier.import_id,
    already: true,
  };
}

const fileTitle = (name: string | null) =>
  name
    ?.replace(/\.\w{1,5}$/, "")
    .trim()
    .slice(0, 200)
    .toWellFormed() || "Imported session";

const personOf = (
  { line, name, email, spans, present_seconds: presentSeconds }: ReportPerson,
  index: number,
) => {
  const ms = spans.reduce((sum, [from, to]) => sum + to - from, 0);
  const seconds = presentSeconds ?? (spans.length ? ms / 1000 : null);
  return { index, line, name, email, minutes: seconds === null ? null : Math.round(seconds / 6) / 10 };
};

const candidateOf = ({
  user_id: userId,
  name,
  email,
  enrolled,
}: {
  user_id: string;
  name: string;
  email: string;
  enrolled: boolean;
}) => ({
  user_id: userId,
  name,
  email,
  enrolled,
});
