import { z } from "zod";
import { day, instant, reference, storableText, uuid, whole } from "@/lib/http/contract";
import { message } from "@/lib/language/language";
import { chainFaults } from "@/lib/platform/chain-faults";
import { laws } from "./due-dates";
import { keptFacts } from "./retention/schema";

/* Technical evidence for rules of privacy, read when it is asked for. It is no certificate. */

/** Only the installation's administrator names a school. */
export const statusQuery = z.object({ school_id: reference.optional() });

/** `attention`: somebody has to decide or do something, or Lectern keeps nothing that shows it. `failing`: what is stored breaks the rule. */
export const statuses = ["ok", "attention", "failing"] as const;

/** The last day on which an admin confirmed what Lectern cannot know; null: never. */
const confirmation = { confirmed_on: z.string().nullable() };

/** The items with a part that a person confirms. */
export const confirmable = ["lawful_basis", "processors", "encryption_at_rest"] as const;
export type Confirmable = (typeof confirmable)[number];
export const isConfirmable = (key: string): key is Confirmable =>
  (confirmable as readonly string[]).includes(key);

const item = <Key extends string, Evidence extends z.ZodRawShape>(key: Key, evidence: Evidence) =>
  z.object({ item: z.literal(key), status: z.enum(statuses), evidence: z.object(evidence) });

export const complianceItem = z.discriminatedUnion("item", [
  /** What learners are told. */
  item("privacy_notice", { is_set: z.boolean() }),
  item("lawful_basis", {
    /** Whether players may report without a sign-in or a playback token. */
    anonymous_viewers: z.boolean(),
    ...confirmation,
  }),
  item("retention", {
    kinds: z.array(keptFacts),
    /** What the installation measures, and the history of its events: both are deleted all day long. */
    system_metrics: z.object({ days: whole, oldest_at: instant.nullable() }),
    bus_history: z.object({ days: whole }),
  }),
  item("subject_requests", {
    open: whole,
    /** Past the last day in time. */
    overdue: whole,
    /** With seven days or fewer left. */
    due_soon: whole,
    /** The earliest last day of those that are open. */
    next_due_on: z.string().nullable(),
    /** Closed in the last 365 days, and the most days that one took. */
    closed: whole,
    longest_days: whole.nullable(),
  }),
  item("pseudonyms", {
    /** Since when learning events are stored under pseudonyms of the school's own key; null before the first. */
    key_since: instant.nullable(),
    /** Whether what people watched, and which sessions they attended, is stored with their accounts' ids. */
    named_playbacks: z.boolean(),
    named_attendance: z.boolean(),
  }),
  item("key_age", {
    /** When the key that names are made with was made, and how many days ago. */
    key_since: instant.nullable(),
    days: whole.nullable(),
    /** When the last replacement of a key had ended; null: never. */
    rotated_at: instant.nullable(),
    /** When a replacement began whose end is still to come. */
    rotating_since: instant.nullable(),
  }),
  item("encryption_in_transit", {
    /** Whether browsers reach the server by https. */
    https: z.boolean(),
    /** Whether only this machine can reach the server. */
    local_only: z.boolean(),
    /** `local`: the database is on this machine. */
    database: z.enum(["encrypted", "local", "open"]),
    redis: z.enum(["encrypted", "local", "open"]).nullable(),
  }),
  item("audit_log", {
    /** Whether the database refuses to change or delete entries. */
    append_only: z.boolean(),
    last_at: instant.nullable(),
    /** How many entries are in the hash chain, and how many wait for it, since when. */
    entries: whole,
    unsealed: whole,
    unsealed_since: instant.nullable(),
    /** The end of the chain: written down elsewhere, it shows later whether the end was cut off. */
    last_seal: z.object({ number: whole, hash: z.string(), sealed_at: instant }).nullable(),
    /** How many entries are not as they were sealed, and the first of them. */
    broken: whole,
    broken_entries: z.array(
      z.object({
        fault: z.enum(chainFaults),
        number: whole.nullable(),
        entry_id: uuid.nullable(),
        at: instant.nullable(),
        action: z.string().nullable(),
      }),
    ),
  }),
  item("processors", {
    /** Other services that the installation's settings name. */
    configured: z.array(z.enum(["oidc", "cloudflare_stream", "mail", "traces"])),
    /** Agreements with all of them. */
    ...confirmation,
  }),
  /** Of the disks of the database and the media. */
  item("encryption_at_rest", confirmation),
  item("small_groups", {
    /** Fewer people are not compared. */
    minimum_group_size: whole,
  }),
]);
export type ComplianceItem = z.output<typeof complianceItem>;

export const regulations = ["gdpr", "ccpa", "hipaa", "ferpa"] as const;

export const complianceAnswer = z.object({
  success: z.literal(true),
  at: instant,
  school_id: uuid,
  regulations: z.array(
    z.object({
      regulation: z.enum(regulations),
      /** The worst of its items. */
      status: z.enum(statuses),
      items: z.array(complianceItem),
    }),
  ),
});

export const confirmationParams = z.object({ item: z.enum(confirmable) });
export const confirmationBody = z.object({ confirmed_on: day, school_id: reference.optional() });
export const confirmationAnswer = z.object({ item: z.enum(confirmable), confirmed_on: z.string() });

export const rotationBody = z.object({ school_id: reference.optional() });
export const rotationAnswer = z.object({ work_id: uuid });

/* Requests for personal data. */

export const requestKinds = ["access", "correction", "erasure"] as const;
export const requestStates = ["open", "answered", "refused"] as const;

export const newRequest = z
  .object({
    kind: z.enum(requestKinds),
    /** By our id, the school's or the address; of somebody without an account their name. */
    user_id: reference.optional(),
    person_name: storableText(200).trim().min(1).optional(),
    law: z.enum(laws),
    received_on: day,
    /** Required from an admin of the installation. */
    school_id: reference.optional(),
  })
  .refine(({ user_id, person_name }) => (user_id === undefined) !== (person_name === undefined), {
    path: ["user_id"],
    ...message("errors.privacy.one_person"),
  });
export type NewRequest = z.output<typeof newRequest>;

export const privacyRequest = z.object({
  id: uuid,
  kind: z.enum(requestKinds),
  law: z.enum(laws),
  user_id: uuid.nullable(),
  /** Null once the person is erased. */
  person: z.string().nullable(),
  received_on: z.string(),
  due_on: z.string(),
  state: z.enum(requestStates),
  closed_on: z.string().nullable(),
  /** Until the last day in time, in the school's zone; negative when it is past. Null once it is closed. */
  days_left: z.number().int().nullable(),
});
export type PrivacyRequest = z.infer<typeof privacyRequest>;

export const requestsAnswer = z.object({ items: z.array(privacyRequest) });
export const requestParams = z.object({ requestId: uuid });
export const requestChange = z.object({ state: z.enum(requestStates) });
