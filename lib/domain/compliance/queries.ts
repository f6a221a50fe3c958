import "server-only";
import { and, eq, inArray, max, min, sql } from "drizzle-orm";
import { verifyChain } from "@/lib/auth/audit-chain";
import { db } from "@/lib/db/client";
import { auditLog } from "@/lib/db/tables/audit";
import { learningEvents, schoolKeys } from "@/lib/db/tables/learning";
import { schools } from "@/lib/db/tables/schools";
import { attendees, sessions } from "@/lib/db/tables/sessions";
import { systemDurations } from "@/lib/db/tables/system";
import { videos, videoTotals, viewerProgress } from "@/lib/db/tables/videos";
import { env, isLoopback } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import type { ComplianceEvidence } from "./status";

const dayMs = 86_400_000;

/** What shows how a school keeps the rules, as it is now. The caller must have checked that the scope administers the school. */
export async function complianceEvidence(schoolId: string, now: Date): Promise<ComplianceEvidence> {
  const [[school], [key], oldest, [run], [audited], chain, facts] = await Promise.all([
    db().select().from(schools).where(eq(schools.id, schoolId)),
    db().select({ since: schoolKeys.created_at }).from(schoolKeys).where(eq(schoolKeys.school_id, schoolId)),
    oldestFact(schoolId),
    db()
      .select({ at: max(systemDurations.at) })
      .from(systemDurations)
      .where(
        and(
          // Both kinds of rows, so that the index is used.
          inArray(systemDurations.minutes, [1, 60]),
          ...[eq(systemDurations.measure, "job"), eq(systemDurations.name, "retention")],
        ),
      ),
    db()
      .select({ last_at: max(auditLog.at) })
      .from(auditLog)
      .where(eq(auditLog.school_id, schoolId)),
    verifyChain(schoolId),
    factsOf(schoolId),
  ]);
  if (!school) throw new AppError("not_found", "errors.field.school_unknown");
  const key_since = key?.since.toISOString() ?? null;
  return {
    privacy_notice: { is_set: Boolean(school.privacy_notice?.trim()) },
    consent_records: { is_kept: facts.keeps_consents, anonymous_viewers: school.anonymous_viewers },
    retention: {
      months: school.retention_months,
      oldest_fact_at: oldest?.toISOString() ?? null,
      last_run_at: run?.at?.toISOString() ?? null,
    },
    subject_requests: { is_kept: facts.keeps_requests },
    pseudonyms: {
      ...{ key_since, named_playbacks: facts.named_playbacks, named_attendance: facts.named_attendance },
    },
    key_age: { key_since, days: key ? Math.floor((now.getTime() - key.since.getTime()) / dayMs) : null },
    encryption_in_transit: await transit(),
    audit_log: {
      ...{ append_only: facts.append_only, last_at: audited?.last_at?.toISOString() ?? null },
      ...{ entries: chain.entries, unsealed: chain.unsealed, unsealed_since: chain.unsealed_since },
      ...{ last_seal: chain.last, broken: chain.broken_total, broken_entries: chain.broken },
    },
    processors: { configured: processors() },
    small_groups: { minimum_group_size: school.minimum_group_size },
  };
}

/** When the oldest learning event, playback or session of a school was: each by its index or from a roll-up. */
async function oldestFact(schoolId: string): Promise<Date | null> {
  const dates = await Promise.all([
    db()
      .select({ at: min(learningEvents.occurred_at) })
      .from(learningEvents)
      .where(eq(learningEvents.school_id, schoolId)),
    db()
      .select({ at: min(videoTotals.first_view_at) })
      .from(videos)
      .innerJoin(videoTotals, eq(videoTotals.video_id, videos.id))
      .where(eq(videos.school_id, schoolId)),
    db()
      .select({ at: min(sessions.begun_at) })
      .from(sessions)
      .where(sql`${sessions.school_id} = ${schoolId} and ${sessions.status} = 'ended'`),
  ]);
  const times = dates.flatMap(([row]) => row?.at?.getTime() ?? []);
  return times.length === 0 ? null : new Date(Math.min(...times));
}

/** What the database itself says. */
async function factsOf(schoolId: string) {
  const table = (pattern: string) =>
    sql`exists (select from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and c.relname ~ ${pattern})`;
  const [row] = await db().execute<
    Record<
      "keeps_consents" | "keeps_requests" | "named_playbacks" | "named_attendance" | "append_only",
      boolean
    >
  >(sql`select ${table("consent")} as keeps_consents, ${table("(subject|privacy|erasure)_request")} as keeps_requests,
    exists (select from ${videos} join ${viewerProgress} on ${viewerProgress.video_id} = ${videos.id}
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
