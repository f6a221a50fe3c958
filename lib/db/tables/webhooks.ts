import { boolean, index, integer, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import {
  alertKinds,
  deliveryEvents,
  deliveryFailures,
  deliveryStates,
  webhookKinds,
} from "@/lib/platform/alert-kinds";
import { alerts } from "./alerts";
import { createdAt, id, instant, reference } from "./columns";
import { schools } from "./schools";

/** Where the alerts of a school, or of the installation, are posted. */
export const webhooks = pgTable(
  "webhooks",
  {
    id: id(),
    /** Null for the installation's. */
    school_id: uuid().references(() => schools.id, { onDelete: "cascade" }),
    name: text().notNull(),
    kind: text({ enum: webhookKinds }).notNull(),
    /** Encrypted (lib/auth/sealed.ts): who knows the address of a Slack or Discord webhook can post to it. */
    sealed_address: text().notNull(),
    /** What is shown of it. */
    address_hint: text().notNull(),
    /** Encrypted; null where nothing is signed. */
    sealed_secret: text(),
    alert_kinds: text({ enum: alertKinds }).array().notNull(),
    /** Whether a learner is named. */
    with_names: boolean().notNull().default(false),
    is_on: boolean().notNull().default(true),
    /** When its receiver answered that it is gone, which switched it off. */
    gone_at: instant(),
    created_at: createdAt(),
  },
  (table) => [index("webhooks_school").on(table.school_id)],
);

/** What is posted, once for each alert and event. The text is not stored: it is written when it is sent. */
export const webhookDeliveries = pgTable(
  "webhook_deliveries",
  {
    id: id(),
    webhook_id: reference(() => webhooks.id, "owned"),
    /** Null for a test. An alert about a person goes with them, and with it what the receiver answered. */
    alert_id: uuid().references(() => alerts.id, { onDelete: "cascade" }),
    event: text({ enum: deliveryEvents }).notNull(),
    state: text({ enum: deliveryStates }).notNull().default("waiting"),
    attempts: integer().notNull().default(0),
    /** When it is tried next; while a process sends it, when another one may. */
    next_attempt_at: instant().notNull(),
    last_attempt_at: instant(),
    /** Of the last attempt: the answer's status and the beginning of its text, or why there was none. */
    status: integer(),
    answer: text(),
    failure: text({ enum: deliveryFailures }),
    created_at: createdAt(),
  },
  (table) => [
    unique("webhook_deliveries_event").on(table.webhook_id, table.alert_id, table.event),
    index("webhook_deliveries_latest").on(table.webhook_id, table.created_at),
    index("webhook_deliveries_alert").on(table.alert_id),
  ],
);
