import { z } from "zod";
import { instant, reference, uuid, whole } from "@/lib/http/contract";
import { chainFaults } from "@/lib/platform/chain-faults";

/* Technical evidence for rules of privacy, read when it is asked for. It is no certificate. */

/** Only the installation's administrator names a school. */
export const statusQuery = z.object({ school_id: reference.optional() });

/** `attention`: somebody has to decide or do something, or Lectern keeps nothing that shows it. `failing`: what is stored breaks the rule. */
export const statuses = ["ok", "attention", "failing"] as const;

const item = <Key extends string, Evidence extends z.ZodRawShape>(key: Key, evidence: Evidence) =>
  z.object({ item: z.literal(key), status: z.enum(statuses), evidence: z.object(evidence) });

export const complianceItem = z.discriminatedUnion("item", [
  /** What learners are told. */
  item("privacy_notice", { is_set: z.boolean() }),
  item("consent_records", {
    /** Whether the database has a table of consents. */
    is_kept: z.boolean(),
    /** Whether players may report without a sign-in or a playback token. */
    anonymous_viewers: z.boolean(),
  }),
  item("retention", {
    /** After which the school wants facts deleted; null keeps them. */
    months: whole.nullable(),
    oldest_fact_at: instant.nullable(),
    /** When a job deleted what was older, in the last 30 days. */
    last_run_at: instant.nullable(),
  }),
  item("subject_requests", {
    /** Whether the database has a table of requests for a person's data or its erasure. */
    is_kept: z.boolean(),
  }),
  item("pseudonyms", {
    /** Since when learning events are stored under pseudonyms of the school's own key; null before the first. */
    key_since: instant.nullable(),
    /** Whether what people watched, and which sessions they attended, is stored with their accounts' ids. */
    named_playbacks: z.boolean(),
    named_attendance: z.boolean(),
  }),
  item("key_age", { key_since: instant.nullable(), days: whole.nullable() }),
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
  }),
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
