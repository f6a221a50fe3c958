import "server-only";
import { eq, max, min, sql } from "drizzle-orm";
import { verifyChain } from "@/lib/auth/audit-chain";
import { db } from "@/lib/db/client";
import { auditLog } from "@/lib/db/tables/audit";
import { schoolKeys } from "@/lib/db/tables/learning";
import { complianceConfirmations, privacyRequests } from "@/lib/db/tables/privacy";
import { schools } from "@/lib/db/tables/schools";
import { attendees, sessions } from "@/lib/db/tables/sessions";
import { systemDaysKept, systemDurations } from "@/lib/db/tables/system";
import { videos, viewerProgress } from "@/lib/db/tables/videos";
import { env, isLoopback } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { keptFactsOf } from "../retention/queries";
import type { ComplianceEvidence } from "../status";

const dayMs = 86_400_000;

/** What shows how a school keeps the rules, as it is now. The caller must have checked that the scope administers the school. */
export async function complianceEvidence(schoolId: string, now: Date): Promise<ComplianceEvidence> {
  const [school] = await db().select().from(schools).where(eq(schools.id, schoolId));
  if (!school) throw new AppError("not_found", "errors.field.school_unknown");
  const [[key], kinds, [metrics], [audited], chain, facts, confirmed, requests] = await Promise.all([
    db().select().from(schoolKeys).where(eq(schoolKeys.school_id, schoolId)),
    keptFactsOf(school, now),
    db()
      .select({ oldest_at: min(systemDurations.at) })
      .from(systemDurations),
    db()
      .select({ last_at: max(auditLog.at) })
      .from(auditLog)
      .where(eq(auditLog.school_id, schoolId)),
    verifyChain(schoolId),
    factsOf(schoolId),
    confirmationsOf(schoolId),
    requestCounts(schoolId, now),
  ]);
  const made_at = key?.replaced_at ?? key?.created_at ?? null;
  return {
    privacy_notice: { is_set: Boolean(school.privacy_notice?.trim()) },
    lawful_basis: {
      anonymous_viewers: school.anonymous_viewers,
      confirmed_on: confirmed.get("lawful_basis") ?? null,
    },
    retention: {
      kinds,
      system_metrics: { days: systemDaysKept, oldest_at: metrics?.oldest_at?.toISOString() ?? null },
      bus_history: { days: env().ANALYTICS_EVENT_RETENTION_DAYS },
    },
    subject_requests: requests,
    pseudonyms: {
      ...{
        key_since: key?.created_at.toISOString() ?? null,
        named_playbacks: facts.named_playbacks,
        named_attendance: facts.named_attendance,
      },
    },
    key_age: {
      key_since: made_at?.toISOString() ?? null,
      days: made_at && Math.floor((now.getTime() - made_at.getTime()) / dayMs),
      rotated_at: key?.rotated_at?.toISOString() ?? null,
      rotating_since: key?.former_salt ? (key.replaced_at?.toISOString() ?? null) : null,
    },
    encryption_in_transit: await transit(),
    audit_log: {
      ...{ append_only: facts.append_only, last_at: audited?.last_at?.toISOString() ?? null },
      ...{ entries: chain.entries, unsealed: chain.unsealed, unsealed_since: chain.unsealed_since },
      ...{ last_seal: chain.last, broken: chain.broken_total, broken_entries: chain.broken },
    },
    processors: { configured: processors(), confirmed_on: confirmed.get("processors") ?? null },
    encryption_at_rest: { confirmed_on: confirmed.get("encryption_at_rest") ?? null },
    small_groups: { minimum_group_size: school.minimum_group_size },
  };
}

/** When each item was confirmed last. */
async function confirmationsOf(schoolId: string): Promise<Map<string, string>> {
  const rows = await db()
    .select({ item: complianceConfirmations.item, on: complianceConfirmations.confirmed_on })
    .from(complianceConfirmations)
    .where(eq(complianceConfirmations.school_id, schoolId));
  return new Map(rows.map(({ item, on }) => [item, on]));
}

/** How many requests are open and late in the school's zone. */
async function requestCounts(schoolId: string, now: Date): Promise<ComplianceEvidence["subject_requests"]> {
  const today = sql`(${now.toISOString()}::timestamptz at time zone ${schools.time_zone})::date`;
  const isOpen = sql`${privacyRequests.state} = 'open'`;
  const isRecent = sql`${privacyRequests.state} <> 'open' and ${privacyRequests.closed_on} > ${today} - 365`;
  const [row] = await db()
    .select({
      open: sql<number>`(count(*) filter (where ${isOpen}))::int`,
      overdue: sql<number>`(count(*) filter (where ${isOpen} and ${privacyRequests.due_on} < ${today}))::int`,
      due_soon: sql<number>`(count(*) filter (where ${isOpen} and ${privacyRequests.due_on} between ${today} and ${today} + 7))::int`,
      next_due_on: sql<string | null>`(min(${privacyRequests.due_on}) filter (where ${isOpen}))::text`,
      closed: sql<number>`(count(*) filter (where ${isRecent}))::int`,
      longest_days: sql<
        number | null
      >`max(${privacyRequests.closed_on} - ${privacyRequests.received_on}) filter (where ${isRecent})`,
    })
    .from(privacyRequests)
    .innerJoin(schools, eq(schools.id, privacyRequests.school_id))
    .where(eq(privacyRequests.school_id, schoolId));
  return row ?? { open: 0, overdue: 0, due_soon: 0, next_due_on: null, closed: 0, longest_days: null };
}

/** What the database itself says. */
async function factsOf(schoolId: string) {
  const [row] = await db().execute<
    Record<
      "keeps_consents" | "keeps_requests" | "named_playbacks" | "named_attendance" | "append_only",
      boolean
    >
  >(sql`select exists (select from ${videos} join ${viewerProgress} on ${viewerProgress.video_id} = ${videos.id}
      where ${videos.school_id} = ${schoolId} and ${viewerProgress.viewer_id} like 'u:%') as named_playbacks,
    exists (select from ${sessions} join ${attendees} on ${attendees.session_id} = ${sessions.id}
      where ${sessions.school_id} = ${schoolId} and ${attendees.user_id} is not null) as named_attendance,
    exists (select from pg_trigger t where t.tgrelid = 'audit_log'::regclass and t.tgname = 'audit_log_append_only'
      and t.tgenabled <> 'D') as append_only`);
  if (!row) throw new Error("a statement without a table returned no row");
  return row;
}

/** How browsers, the database and Redis are reached. */
async function transit(): Promise<ComplianceEvidence["encryption_in_transit"]> {
  const { LECTERN_URL, HOST, REDIS_URL, REDIS_HOST } = env();
  const [connection] = await db().execute<{ ssl: boolean; address: string | null }>(sql`
    select ssl, host(inet_server_addr()) as address from pg_stat_ssl where pid = pg_backend_pid()`);
  const way = (encrypted: boolean, host: string | null) =>
    encrypted ? "encrypted" : host === null || isLoopback(host) ? "local" : "open";
  const redis = REDIS_URL ? new URL(REDIS_URL) : null;
  const redisHost = redis?.hostname ?? REDIS_HOST;
  return {
    https: LECTERN_URL?.startsWith("https:") ?? false,
    local_only: LECTERN_URL ? isLoopback(new URL(LECTERN_URL).hostname) : isLoopback(HOST),
    database: way(connection?.ssl ?? false, connection?.address ?? null),
    redis: redisHost === undefined ? null : way(redis?.protocol === "rediss:", redisHost),
  };
}

/** Services beside the server and its database that get something about people. */
function processors(): ComplianceEvidence["processors"]["configured"] {
  const { OIDC_ISSUER, CLOUDFLARE_ACCOUNT_ID, CLOUDFLARE_STREAM_URL, SMTP_URL, OTEL_EXPORTER_OTLP_ENDPOINT } =
    env();
  return [
    ...(OIDC_ISSUER ? (["oidc"] as const) : []),
    ...(CLOUDFLARE_ACCOUNT_ID || CLOUDFLARE_STREAM_URL ? (["cloudflare_stream"] as const) : []),
    ...(SMTP_URL ? (["mail"] as const) : []),
    ...(OTEL_EXPORTER_OTLP_ENDPOINT ? (["traces"] as const) : []),
  ];
}
