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

const dayMs = 86_400_000;
/** A night's deletion is late when the one before ended so long ago: a day, and two hours for its work. */
const lateMs = 26 * 3_600_000;
const isSince = (at: string, now: Date, ms: number): boolean => now.getTime() - Date.parse(at) <= ms;

/** A confirmation is asked for again after a year. */
const confirmedDays = 365;
const isConfirmed = (on: string | null, now: Date): boolean =>
  on !== null && now.getTime() - Date.parse(on) < (confirmedDays + 1) * dayMs;

const passes = (is: boolean): Status => (is ? "ok" : "attention");

const judge: { [One in Key]: (evidence: Evidence<One>, now: Date) => Status } = {
  privacy_notice: ({ is_set }) => passes(is_set),
  lawful_basis: ({ confirmed_on }, now) => passes(isConfirmed(confirmed_on, now)),
  retention: ({ kinds, system_metrics: { days, oldest_at } }, now) => {
    if (kinds.some(({ failed_at }) => failed_at !== null)) return "failing";
    const isInTime = kinds.every(
      ({ last_run_at }) => last_run_at !== null && isSince(last_run_at, now, lateMs),
    );
    return passes(isInTime && (oldest_at === null || isSince(oldest_at, now, (days + 1) * dayMs)));
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
