import type { z } from "zod";
import { type ComplianceItem, type complianceAnswer, regulations, statuses } from "./schema";

/* What the evidence says about each rule, and which regulation asks for it. */

type Key = ComplianceItem["item"];
type Evidence<One extends Key> = Extract<ComplianceItem, { item: One }>["evidence"];
/** What was read, by rule. */
export type ComplianceEvidence = { [One in Key]: Evidence<One> };
type Status = (typeof statuses)[number];

const asksFor: Record<(typeof regulations)[number], readonly Key[]> = {
  gdpr: [
    ...(["privacy_notice", "lawful_basis", "retention", "subject_requests", "pseudonyms"] as const),
    ...(["key_age", "encryption_in_transit", "encryption_at_rest", "audit_log", "processors"] as const),
    "small_groups",
  ],
  ccpa: ["privacy_notice", "retention", "subject_requests", "processors"],
  hipaa: ["pseudonyms", "key_age", "encryption_in_transit", "encryption_at_rest", "audit_log"],
  ferpa: [
    "privacy_notice",
    "retention",
    "subject_requests",
    "encryption_in_transit",
    "audit_log",
    "small_groups",
  ],
};

/** The longest that a symmetric key for authentication is used to make new values (NIST SP 800-57, part 1: two years). */
const keyDaysMax = 730;
/** A replacement of the key takes minutes: after a day it has stopped before its end. */
const rotationMsMax = 86_400_000;
/** Of fewer people a number can show who is meant. */
const groupMin = 5;

/** Entries are sealed every few seconds: after an hour the job that does it has stopped. */
const unsealedMsMax = 3_600_000;

/** A confirmation is asked for again after a year. */
const confirmedDays = 365;
const isConfirmed = (on: string | null, now: Date): boolean =>
  on !== null && now.getTime() - Date.parse(on) < (confirmedDays + 1) * 86_400_000;

const passes = (is: boolean): Status => (is ? "ok" : "attention");

const judge: { [One in Key]: (evidence: Evidence<One>, now: Date) => Status } = {
  privacy_notice: ({ is_set }) => passes(is_set),
  lawful_basis: ({ confirmed_on }, now) => passes(isConfirmed(confirmed_on, now)),
  retention: ({ months, oldest_fact_at, last_run_at }, now) => {
    if (months === null) return "attention";
    if (oldest_fact_at !== null && oldest_fact_at < monthsBefore(now, months)) return "failing";
    return passes(last_run_at !== null);
  },
  subject_requests: ({ overdue, due_soon }) => (overdue > 0 ? "failing" : passes(due_soon === 0)),
  pseudonyms: ({ named_playbacks, named_attendance }) => passes(!named_playbacks && !named_attendance),
  key_age: ({ days, rotating_since }, now) =>
    passes(
      (days === null || days <= keyDaysMax) &&
        (rotating_since === null || now.getTime() - Date.parse(rotating_since) <= rotationMsMax),
    ),
  encryption_in_transit: ({ https, local_only, database, redis }) => {
    if ((!https && !local_only) || database === "open" || redis === "open") return "failing";
    return passes(https);
  },
  audit_log: ({ append_only, broken, unsealed_since }, now) => {
    if (!append_only || broken > 0) return "failing";
    return passes(unsealed_since === null || now.getTime() - Date.parse(unsealed_since) <= unsealedMsMax);
  },
  processors: ({ configured, confirmed_on }, now) =>
    passes(configured.length === 0 || isConfirmed(confirmed_on, now)),
  encryption_at_rest: ({ confirmed_on }, now) => passes(isConfirmed(confirmed_on, now)),
  small_groups: ({ minimum_group_size }) => passes(minimum_group_size >= groupMin),
};

/** The same day so many months earlier; of a shorter month its last. */
function monthsBefore(now: Date, months: number): string {
  const day = now.getUTCDate();
  const then = new Date(now);
  then.setUTCDate(1);
  then.setUTCMonth(then.getUTCMonth() - months + 1, 0);
  then.setUTCDate(Math.min(day, then.getUTCDate()));
  return then.toISOString();
}

/** The worse, the higher. */
export const statusOrder = (status: Status): number => statuses.indexOf(status);

/** The rules of each regulation with what the evidence says. */
export function complianceOf(
  evidence: ComplianceEvidence,
  now: Date,
): z.input<typeof complianceAnswer>["regulations"] {
  const itemOf = (item: Key) =>
    ({
      item,
      status: (judge[item] as (of: unknown, now: Date) => Status)(evidence[item], now),
      evidence: evidence[item],
    }) as ComplianceItem;
  return regulations.map((regulation) => {
    const items = asksFor[regulation].map(itemOf);
    const worst = Math.max(...items.map(({ status }) => statusOrder(status)));
    return { regulation, status: statuses[worst]!, items };
  });
}
