import "server-only";
import { createHash } from "node:crypto";
import type { Scope } from "@/lib/auth/scope";
import { importAttendance } from "@/lib/domain/sessions/imports/commit";
import { type Match, matchPeople, type SchoolUser } from "@/lib/domain/sessions/imports/match";
import {
  type ImportedAttendee,
  importedAttendees,
  importedFacts,
  meetingTimes,
  reportedLengthMs,
} from "@/lib/domain/sessions/imports/plan";
import { importOfFile, possibleUsers, sessionsNear, usersById } from "@/lib/domain/sessions/imports/queries";
import {
  type Decisions,
  doubtfulPeopleMax,
  type ImportAnswer,
  type ImportQuery,
} from "@/lib/domain/sessions/imports/schema";
import { noSuchPerson } from "@/lib/domain/sessions/mutations/references";
import { knownBy, sessionNumbersOf } from "@/lib/domain/sessions/numbers";
import { reachSession } from "@/lib/domain/sessions/queries/session";
import type { Session, SessionWindow } from "@/lib/domain/sessions/session";
import type { Context } from "@/lib/http/context";
import { isoInstants } from "@/lib/http/contract";
import type { Language } from "@/lib/language/language";
import {
  type AttendanceReport,
  type ReportProblem,
  reportBytesMax,
  reportPeopleMax,
} from "@/lib/measure/attendance-report";
import { AppError, fieldError, fieldErrorIn } from "@/lib/platform/errors";
import { type Destination, destinationOf, meetingError } from "./destination";
import { withoutErased } from "./erased-people";
import { platformNames } from "./platforms";
import { readApart } from "./read-apart";

type ReportFile = { bytes: Uint8Array; name: string | null };

/** Sessions within this time of the meeting are suggested: few start further from their schedule. */
const nearMs = 2 * 3_600_000;

/** Reads a report, matches its people to the school's, and answers with a preview; with `commit` all of it is written, or nothing. */
export async function importReport(
  ctx: Context,
  file: ReportFile,
  query: ImportQuery,
  decisions: Decisions,
  language: Language,
): Promise<ImportAnswer> {
  const { scope, now } = ctx;
  if (file.bytes.length > reportBytesMax)
    throw new AppError("too_large", "errors.imports.too_large", {
      values: { megabytes: reportBytesMax / 1024 / 1024 },
    });
  const destination = await destinationOf(scope, query);
  const { school_id, session } = destination;
  const zone = query.zone ?? destination.rules.time_zone;
  const reading = { time_zone: zone, date_order: query.date_order, day: query.day };
  const report = await withoutErased(school_id, await readApart("report", file.bytes, reading), language);
  const clockOnly = Boolean(report?.zone_assumed && report.date_order === null);
  const needsDay = clockOnly && query.day === undefined;
  // A preview can ask for the day; every other error of a line is in the file.
  assertReadable(report, needsDay && !query.commit, language);

  const users = await possibleUsers(scope, school_id, destination.course_id, report.people);
  const matches = await matchPeople(report.people, users);
  const decided = await decidedUsers(scope, school_id, decisions, report.people.length);
  const attendees = await importedAttendees(
    report.people,
    matches,
    decisions,
    decided,
    destination.instructor_id,
  );

  const meeting = meetingTimes(report);
  const error = needsDay
    ? { path: "day", key: "errors.field.day_missing" as const }
    : session
      ? null
      : meetingError(meeting, now);
  if (error && query.commit) throw new AppError("invalid", null, { errors: [error] });
  const start = session?.started_at ?? meeting?.start ?? session?.scheduled_start;
  const end = session?.ended_at ?? meeting?.end ?? session?.scheduled_end;
  const window = start && end ? { from: start, to: end > start ? end : start } : null;
  const numbers = window && (await previewNumbers(destination, window, attendees, now));
  const noneWithin =
    numbers?.attendance.total_attended === 0 && attendees.some((one) => one.stays.length > 0 && !one.host);
  const nearby = meeting ? await sessionsNear(scope, school_id, meeting.start, nearMs) : [];

  const problems = report.problems
    .filter(({ level }) => level === "warning")
    .map((problem) => problemIn(language, problem));
  if (noneWithin)
    problems.push(problemIn(language, { line: 1, message: { key: "imports.problems.nobody_during" } }));

  const answer: ImportAnswer = {
    success: true,
    format: report.format,
    presence: report.presence,
    meeting: {
      title: report.title,
      started_at: meeting?.start.toISOString() ?? null,
      ended_at: meeting?.end.toISOString() ?? null,
    },
    session: {
      id: session?.id ?? null,
      title:
        session?.title ??
        query.title ??
        (titleOf(report.title) ||
          titleOf(withoutEnding(file.name)) ||
          language.t("imports.page.untitled_session")),
      started_at: start?.toISOString() ?? null,
      ended_at: end?.toISOString() ?? null,
    },
    attendees: attendees.length,
    hosts: report.people.filter(({ role }) => role === "host").length,
    spans: report.people.reduce((sum, { spans }) => sum + spans.length, 0),
    minutes: totalMinutes(report),
    ...matchAnswer(report, matches),
    problems,
    errors: error ? [fieldErrorIn(language, error)] : [],
    total_attended: numbers?.attendance.total_attended ?? 0,
    average_duration_minutes: numbers?.attendance.average_duration_minutes ?? null,
    peak_count: numbers?.peak_viewers.peak_count ?? null,
    zone: report.zone_assumed ? zone : null,
    clock_only: clockOnly,
    date_order: report.date_order,
    nearby: nearby.map(isoInstants),
    import_id: null,
    already: false,
  };

  const file_hash = createHash("sha256").update(file.bytes).digest("hex");
  if (!query.commit) {
    const earlier = await importOfFile(school_id, file_hash);
    return earlier ? await alreadyImported(scope, answer, earlier) : answer;
  }
  if (destination.instructor_id === null)
    throw fieldError("instructor_id", "errors.field.instructor_missing");
  if (attendees.length === 0) throw new AppError("invalid", "errors.imports.nobody_left");
  const done = await importAttendance(ctx, {
    school_id,
    into: session
      ? { session_id: session.id }
      : {
          instructor_id: destination.instructor_id,
          course_id: destination.course_id,
          title: answer.session.title,
        },
    times: session?.started_at && session.ended_at ? null : meeting,
    format: report.format,
    presence: report.presence,
    file_name: titleOf(file.name) || language.t("imports.page.untitled_file"),
    file_hash,
    attendees,
  });
  if (done.already) return await alreadyImported(scope, answer, done);
  return { ...answer, import_id: done.import_id, session: { ...answer.session, id: done.session_id } };
}

/** Throws `invalid` with the lines for which the report cannot be imported. */
function assertReadable(
  report: AttendanceReport | null,
  despiteErrors: boolean,
  language: Language,
): asserts report is AttendanceReport {
  if (!report)
    throw wrongLines(language, [
      {
        line: 1,
        message: { key: "imports.problems.no_report", values: { platforms: language.or(platformNames) } },
      },
    ]);
  const errors = report.problems.filter(({ level }) => level === "error");
  if (errors.length && !despiteErrors) throw wrongLines(language, errors);
  const beyond = report.people[reportPeopleMax];
  if (beyond)
    throw wrongLines(language, [
      {
        line: beyond.line,
        message: { key: "imports.problems.people_max", values: { max: reportPeopleMax } },
      },
    ]);
}

type Problem = Pick<ReportProblem, "line" | "message">;

/** A line's problem in the reader's words. */
const problemIn = ({ t }: Language, { line, message }: Problem) => ({
  line,
  message: t(message.key, message.values),
});

/** At most this many lines are listed. */
const wrongLinesMax = 100;

function wrongLines({ t }: Language, problems: readonly Problem[]): AppError {
  const errors = problems
    .slice(0, wrongLinesMax)
    .map(({ line, message }) => ({ path: `line ${line}`, text: t(message.key, message.values) }));
  return new AppError("invalid", null, { errors });
}

/** The users named in the decisions. Throws `invalid` for an index outside the report, `not_found` for an unknown user. */
async function decidedUsers(scope: Scope, schoolId: string, decisions: Decisions, people: number) {
  const entries = Object.entries(decisions);
  const outside = entries.find(([index]) => Number(index) >= people);
  if (outside) throw fieldError(`decisions.${outside[0]}`, "errors.field.not_in_report");
  const given = entries.flatMap(([index, decision]) =>
    typeof decision === "object" ? [{ index, id: decision.user_id }] : [],
  );
  if (given.length === 0) return new Map<string, SchoolUser>();
  const ids = given.map(({ id }) => id);
  const users = await usersById(scope, schoolId, ids);
  const missing = given.find(({ id }) => !users.has(id));
  if (missing) throw fieldError(`decisions.${missing.index}`, noSuchPerson, "not_found");
  return users;
}

/** The numbers of the report alone, within the session's window. */
async function previewNumbers(
  { session, rules }: Destination,
  window: SessionWindow,
  attendees: readonly ImportedAttendee[],
  now: Date,
) {
  const to = window.to < now ? window.to : now;
  const { people, reactions_by_type } = await importedFacts(attendees, {
    from: window.from,
    to: to > window.from ? to : window.from,
  });
  return sessionNumbersOf(
    {
      scheduled_start: window.from,
      scheduled_end: window.to,
      chat_enabled: true,
      // The preview shows attendance only.
      ...knownBy("none", false),
      ...rules,
      ...session,
      status: "ended",
      started_at: window.from,
      ended_at: window.to,
    },
    window,
    people,
    reactions_by_type,
  );
}

/** How many of the report's people are matched, and those that the reader must decide. */
function matchAnswer({ people }: AttendanceReport, matches: readonly Match[]) {
  const doubtful = matches.flatMap((match, index) => (match.kind === "doubtful" ? [{ match, index }] : []));
  const countOf = (wanted: Match["kind"]) => matches.filter(({ kind }) => kind === wanted).length;
  return {
    matched: countOf("matched"),
    doubtful: countOf("doubtful"),
    doubtful_people: doubtful.slice(0, doubtfulPeopleMax).map(({ match, index }) => {
      const { line, name, email } = people[index]!;
      const ms = reportedLengthMs(people[index]!);
      return {
        index,
        line,
        name,
        email,
        minutes: ms === null ? null : Math.round(ms / 6000) / 10,
        candidates: match.candidates.map(({ user_id, name, email, enrolled }) => ({
          user_id,
          name,
          email,
          enrolled,
        })),
      };
    }),
    unknown: countOf("unknown"),
  };
}

function totalMinutes({ people }: AttendanceReport): number | null {
  const ms = people.reduce((sum, person) => sum + (reportedLengthMs(person) ?? 0), 0);
  return ms === 0 ? null : Math.round(ms / 60_000);
}

/** The answer for a file that was imported before. Throws `conflict` where it went into a session that the scope does not reach. */
async function alreadyImported(
  scope: Scope,
  answer: ImportAnswer,
  earlier: { import_id: string; session_id: string },
): Promise<ImportAnswer> {
  let session: Session;
  try {
    session = await reachSession(scope, earlier.session_id);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "forbidden") throw error;
    throw new AppError("conflict", "errors.imports.elsewhere");
  }
  return {
    ...answer,
    session: {
      id: session.id,
      title: session.title,
      started_at: session.begun_at.toISOString(),
      ended_at: (session.ended_at ?? session.scheduled_end).toISOString(),
    },
    import_id: earlier.import_id,
    already: true,
  };
}

/** A text as a title or a file name may be stored. */
const titleOf = (text: string | null) => text?.slice(0, 200).toWellFormed() ?? "";
const withoutEnding = (name: string | null) => name?.replace(/\.\w{1,5}$/, "").trim() ?? null;
