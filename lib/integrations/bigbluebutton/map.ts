import type { z } from "zod";
import { gatherPeople, namedOr, newPerson } from "@/lib/integrations/report/people";
import type { MessageKey, MessageValues } from "@/lib/language/language";
import type {
  AttendanceReport,
  ReportPerson,
  ReportPlatform,
  ReportProblem,
  ReportReader,
} from "@/lib/measure/attendance-report";
import { decodeText, tidyName } from "@/lib/platform/read-table";
import { type Connection, dashboard, dashboardActivity, dashboardUser, isMadeUp, marks } from "./wire";

const emptyReport = (problems: ReportProblem[]): AttendanceReport => ({
  format: "bigbluebutton",
  title: null,
  external_id: null,
  started_at: null,
  ended_at: null,
  presence: "spans",
  people: [],
  problems,
  zone_assumed: false,
  date_order: null,
});

/** The first error of zod: `intIds.w_1.registeredOn: Invalid input`. */
const firstIssue = ({ issues: [issue] }: z.ZodError): string =>
  issue ? `${issue.path.map(String).join(".") || "it"}: ${issue.message}` : "unknown";

const staysOf = (connection: Connection) => ("sessions" in connection ? connection.sessions : [connection]);

/** Older files list a raised hand as an emoji, with another name. */
const reactionName = (name: string): string => (/^raise_?hand$/i.test(name) ? "raise_hand" : tidyName(name));

const happened = (instant: number): number | null => (instant > 0 ? instant : null);

type User = { line: number; person: ReportPerson; connections: Connection[] };

/** One key of a person, without stays: an open stay ends at the file's latest instant, which is not known yet. */
function readUser(line: number, key: string, value: unknown, problems: ReportProblem[]): User | null {
  const warn = (key: MessageKey, values: MessageValues) =>
    problems.push({ line, message: { key, values }, level: "warning" });
  const user = dashboardUser.safeParse(value);
  if (!user.success) {
    warn("imports.problems.user_unread", { name: tidyName(key), reason: firstIssue(user.error) });
    return null;
  }
  const { extId, intIds } = user.data;
  const { name, problem } = namedOr(line, user.data.name, null);
  if (problem) problems.push(problem);
  const activity = dashboardActivity.safeParse(value);
  if (!activity.success)
    warn("imports.problems.activity_unread", { name, reason: firstIssue(activity.error) });
  const { emojis = [], reactions = [], raiseHand = [], totalOfMessages = 0 } = activity.data ?? {};
  const person: ReportPerson = {
    ...newPerson(line, name),
    // A generated id names a connection, not a person: such people are joined by name.
    external_id: isMadeUp(extId, Object.keys(intIds)) ? null : tidyName(extId),
    messages: totalOfMessages,
    reactions: [
      ...[...emojis, ...reactions].map(({ name: type, sentOn }) => ({
        type: reactionName(type),
        at: sentOn,
      })),
      ...raiseHand.map((at) => ({ type: "raise_hand", at })),
    ].filter(({ type, at }) => type !== "" && at > 0),
  };
  return { line, person, connections: Object.values(intIds) };
}

/** Reads BigBlueButton's learning dashboard, the file `learning_dashboard_data.json`. */
export const readBigBlueButton: ReportReader = (bytes) => {
  const text = decodeText(bytes).trim();
  if (!text.startsWith("{")) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!marks.every((mark) => text.includes(mark))) return null;
    const values = { reason: (error as SyntaxError).message };
    return emptyReport([
      { line: 1, message: { key: "imports.problems.incomplete", values }, level: "error" },
    ]);
  }
  if (typeof value !== "object" || value === null || !("users" in value) || !("intId" in value)) return null;
  const whole = dashboard.safeParse(value);
  if (!whole.success) {
    const values = { reason: firstIssue(whole.error) };
    return emptyReport([
      { line: 1, message: { key: "imports.problems.file_unread", values }, level: "error" },
    ]);
  }

  const { intId, name, createdOn, endedOn, users } = whole.data;
  const problems: ReportProblem[] = [];
  const read = Object.entries(users).flatMap(
    ([key, user], at) => readUser(at + 1, key, user, problems) ?? [],
  );
  const latest = read
    .flatMap(({ person, connections }) => [
      ...connections.flatMap(staysOf).map(({ registeredOn, leftOn }) => Math.max(registeredOn, leftOn)),
      ...person.reactions.map(({ at }) => at),
    ])
    .reduce((a, b) => Math.max(a, b), createdOn);
  const people = read.map(({ line, person, connections }): ReportPerson => {
    const spans = connections.flatMap(staysOf).flatMap(({ registeredOn, leftOn }): ReportPerson["spans"] => {
      const to = happened(leftOn) ?? happened(endedOn) ?? latest;
      if (registeredOn > 0 && to >= registeredOn) return [[registeredOn, to]];
      const key =
        registeredOn > 0
          ? "imports.problems.visit_ends_before_start"
          : "imports.problems.visit_without_start";
      problems.push({ line, message: { key, values: { name: person.name } }, level: "warning" });
      return [];
    });
    return { ...person, spans };
  });
  if (people.length === 0)
    problems.push({ line: 1, message: { key: "imports.problems.nobody" }, level: "error" });
  return {
    ...emptyReport(problems.toSorted((a, b) => a.line - b.line)),
    title: tidyName(name ?? "") || null,
    external_id: tidyName(intId ?? "") || null,
    started_at: happened(createdOn),
    ended_at: happened(endedOn),
    people: gatherPeople(people),
  };
};

export const bigBlueButton: ReportPlatform = {
  name: "BigBlueButton",
  formats: { bigbluebutton: "imports.formats.bigbluebutton" },
  read: readBigBlueButton,
};
