import { z } from "zod";
import { instant, numberOrNull, paging, uuid, whole } from "@/lib/http/contract";
import { message } from "@/lib/language/language";
import { type AlertKind, alertKinds } from "@/lib/platform/alert-kinds";
import { kinds } from "./alerts";

/** `open`, also once the time is over until which it was snoozed; `done`: put away by the reader. Each reader has their own. */
export const alertStates = ["open", "snoozed", "done", "resolved"] as const;
export type AlertState = (typeof alertStates)[number];

/** An alert as its reader sees it, in their language. */
export const alert = z.object({
  id: uuid,
  kind: z.enum(alertKinds),
  state: z.enum(alertStates),
  title: z.string(),
  /** What was measured, when, and against which threshold. */
  text: z.string(),
  /** What to do; null for a milestone. */
  advice: z.string().nullable(),
  /** The page that it is about. */
  href: z.string(),
  /** Null for the installation's. */
  school_id: uuid.nullable(),
  session_id: uuid.nullable(),
  course_id: uuid.nullable(),
  class_id: uuid.nullable(),
  user_id: uuid.nullable(),
  value: numberOrNull,
  threshold: numberOrNull,
  happened_at: instant,
  raised_at: instant,
  resolved_at: instant.nullable(),
  snoozed_until: instant.nullable(),
  done_at: instant.nullable(),
});
export type Alert = z.infer<typeof alert>;

export const alertQuery = z.object({
  ...paging(25),
  state: z.enum(alertStates).optional(),
  kind: z.enum(alertKinds).optional(),
});
export type AlertQuery = z.infer<typeof alertQuery>;
export const alertAnswer = z.object({ items: z.array(alert), total: whole });
export const alertParams = z.object({ alertId: uuid });

/** An hour, until eight o'clock tomorrow, or in a week, in the school's zone; `none` opens it again. */
export const snoozes = ["hour", "tomorrow", "week", "none"] as const;
export type Snooze = (typeof snoozes)[number];

export const alertInput = z
  .strictObject({ snooze: z.enum(snoozes).optional(), done: z.boolean().optional() })
  .refine(({ snooze, done }) => (snooze === undefined) !== (done === undefined), {
    path: ["done"],
    ...message("errors.field.snooze_or_done"),
  });
export type AlertInput = z.infer<typeof alertInput>;

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, message("errors.field.time_of_day"));

/** Which alerts somebody wants by mail, the hours in which none is sent, and which digests. */
export const alertMail = z
  .strictObject({
    mail_kinds: z.array(z.enum(alertKinds)).max(alertKinds.length),
    quiet_from: timeOfDay.nullable(),
    quiet_to: timeOfDay.nullable(),
    weekly_digest: z.boolean().default(false),
    /** For admins. */
    monthly_digest: z.boolean().default(false),
  })
  .refine(({ quiet_from, quiet_to }) => (quiet_from === null) === (quiet_to === null), {
    path: ["quiet_to"],
    ...message("errors.field.both_times"),
  });
export type AlertMail = z.input<typeof alertMail>;
export const unsubscribeParams = z.object({ token: z.string().max(100) });

/** A rule as it is now: its threshold, also where it is the default. */
export const alertRule = z.object({
  kind: z.enum(alertKinds),
  is_on: z.boolean(),
  threshold: numberOrNull,
});
export type AlertRule = z.infer<typeof alertRule>;
export const alertRulesAnswer = z.object({ rules: z.array(alertRule) });

const switched = { is_on: z.boolean().optional() };
const switchable = z.strictObject(switched).optional();
/** Without a threshold it is as it was; null is the default. */
const limited = (kind: AlertKind) => {
  const { least, most, unit } = kinds[kind];
  const number = z
    .number()
    .min(least, message("errors.field.at_least"))
    .max(most, message("errors.field.at_most"));
  const threshold = unit === "percent" ? number : number.int();
  return z.strictObject({ ...switched, threshold: threshold.nullable().optional() }).optional();
};

/** What changes, by kind. */
export const alertRulesInput = z.strictObject({
  rules: z.strictObject({
    error_rate: limited("error_rate"),
    slow_requests: limited("slow_requests"),
    failed_processing: limited("failed_processing"),
    bus_lost: switchable,
    database_lost: switchable,
    low_attendance: limited("low_attendance"),
    quiet_learner: limited("quiet_learner"),
    many_attended: limited("many_attended"),
    best_session: switchable,
    class_completed: switchable,
  } satisfies Record<AlertKind, z.ZodType>),
});
type RuleChange = { is_on?: boolean | undefined; threshold?: number | null | undefined };
export type ChangeAlertRules = { rules: Partial<Record<AlertKind, RuleChange | undefined>> };
