import { sql } from "drizzle-orm";
import {
  boolean,
  date,
  doublePrecision,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { alertKinds, digestKinds } from "@/lib/platform/alert-kinds";
import { id, instant, reference } from "./columns";
import { classes, courses } from "./courses";
import { users } from "./people";
import { schools } from "./schools";
import { sessions } from "./sessions";

/** When a school, or the installation, is alerted. The job of alerts adds the rows that are missing. */
export const alertRules = pgTable(
  "alert_rules",
  {
    id: id(),
    /** Null for the installation's. */
    school_id: uuid().references(() => schools.id, { onDelete: "cascade" }),
    kind: text({ enum: alertKinds }).notNull(),
    is_on: boolean().notNull().default(true),
    /** Null: the default (lib/domain/alerts/alerts.ts). */
    threshold: doublePrecision(),
    /** Since when it is as it is: what happened before raises nothing. */
    since: instant().notNull(),
  },
  (table) => [unique("alert_rules_kind").on(table.school_id, table.kind).nullsNotDistinct()],
);

/** What an alert tells besides its value: counts, and instants as ISO 8601 texts. */
export type AlertDetail = Record<string, string | number>;

const nobody = sql.raw("'00000000-0000-0000-0000-000000000000'");

/** What held of a session, a learner in a course, a class or the installation, while it held. */
export const alerts = pgTable(
  "alerts",
  {
    id: id(),
    school_id: uuid().references(() => schools.id, { onDelete: "cascade" }),
    kind: text({ enum: alertKinds }).notNull(),
    /** What it is about: a session; a course and a learner who takes it, or one of its classes; nothing, for the installation. */
    session_id: uuid().references(() => sessions.id, { onDelete: "cascade" }),
    course_id: uuid().references(() => courses.id, { onDelete: "cascade" }),
    class_id: uuid().references(() => classes.id, { onDelete: "cascade" }),
    user_id: uuid().references(() => users.id, { onDelete: "cascade" }),
    /** What was measured, and the threshold, when it was raised; null where there is none. */
    value: doublePrecision(),
    threshold: doublePrecision(),
    detail: jsonb().$type<AlertDetail>().notNull(),
    /** When it happened: at the end of the session, or on the day on which the learner became inactive. */
    happened_at: instant().notNull(),
    raised_at: instant().notNull(),
    /** Null while it is open. */
    resolved_at: instant(),
  },
  (table) => [
    // Of each rule and subject one at most is open, also where two processes raise it.
    uniqueIndex("alerts_open")
      .on(
        table.kind,
        sql`coalesce(${table.session_id}, ${table.class_id}, ${table.user_id}, ${nobody})`,
        sql`coalesce(${table.course_id}, ${nobody})`,
      )
      .where(sql`${table.resolved_at} is null`),
    index("alerts_school").on(table.school_id, table.raised_at),
    index("alerts_resolved").on(table.resolved_at),
    index("alerts_session").on(table.session_id),
    index("alerts_course").on(table.course_id),
    index("alerts_class").on(table.class_id),
    index("alerts_user").on(table.user_id),
  ],
);

/** What somebody did with an alert in their inbox. */
export const alertReaders = pgTable(
  "alert_readers",
  {
    alert_id: reference(() => alerts.id, "owned"),
    user_id: reference(() => users.id, "owned"),
    snoozed_until: instant(),
    done_at: instant(),
    /** When it went to them by mail: set before it is sent, and back where that fails. */
    mailed_at: instant(),
  },
  (table) => [
    primaryKey({ columns: [table.user_id, table.alert_id] }),
    index("alert_readers_alert").on(table.alert_id),
  ],
);

/** Which alerts somebody wants by mail, and which digests; without a row none. */
export const alertSettings = pgTable("alert_settings", {
  user_id: uuid()
    .primaryKey()
    .references(() => users.id, { onDelete: "cascade" }),
  mail_kinds: text({ enum: alertKinds }).array().notNull(),
  /** `22:00` to `07:00` of the school's zone: what is raised then is sent once they are over. Both or none. */
  quiet_from: text(),
  quiet_to: text(),
  weekly_digest: boolean().notNull().default(false),
  /** For admins. */
  monthly_digest: boolean().notNull().default(false),
  /** Since when it is as it is: what was raised or due before is not sent. */
  since: instant().notNull(),
});

/** Which digests somebody has got, or had nothing to read in: added before it is sent, and deleted where that fails. */
export const digestMails = pgTable(
  "digest_mails",
  {
    user_id: reference(() => users.id, "owned"),
    kind: text({ enum: digestKinds }).notNull(),
    /** The first day of its week or month. */
    from_day: date().notNull(),
    claimed_at: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.user_id, table.kind, table.from_day] }),
    index("digest_mails_from").on(table.from_day),
  ],
);
