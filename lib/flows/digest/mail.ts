import "server-only";
import { and, eq, isNotNull, isNull, lte, ne, notExists, type SQL, sql } from "drizzle-orm";
import { scopeOfPerson } from "@/lib/auth/identity";
import { isAdmin, isStaff } from "@/lib/auth/scope";
import { unsubscribeAddresses } from "@/lib/auth/unsubscribe";
import { db } from "@/lib/db/client";
import { alertSettings, digestMails } from "@/lib/db/tables/alerts";
import { users } from "@/lib/db/tables/people";
import { schools } from "@/lib/db/tables/schools";
import { sendMail } from "@/lib/integrations/mail/mail";
import type { DigestKind } from "@/lib/platform/alert-kinds";
import { languageIn } from "@/lib/platform/catalogues";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { describeError, log } from "@/lib/platform/log";
import { digestOf } from "./digest";
import { digestHtml, digestText } from "./letter";
import { type DigestPeriod, dueAt } from "./period";

/* The digest by mail, to whom has chosen it: in the background, a school at a time. */

/** Whose digest of a period is to be sent: of a school, or of those who belong to none. */
export type DigestRun = { school_id: string | null; period: DigestPeriod; time_zone: string };

const chosen = (kind: DigestKind) =>
  kind === "week" ? alertSettings.weekly_digest : alertSettings.monthly_digest;

/** Who chose it before it was due, may get it, and has no row of it yet. */
const isWaiting = ({ school_id, period, time_zone }: DigestRun): SQL | undefined =>
  and(
    eq(chosen(period.kind), true),
    lte(alertSettings.since, dueAt(period, time_zone)),
    ...[isNotNull(users.email), isNull(users.disabled_at), ne(users.role, "student")],
    sql`${users.school_id} is not distinct from ${school_id}::uuid`,
    period.kind === "month" ? eq(users.role, "admin") : undefined,
    notExists(
      db()
        .select({ id: digestMails.user_id })
        .from(digestMails)
        .where(
          and(
            eq(digestMails.user_id, users.id),
            eq(digestMails.kind, period.kind),
            eq(digestMails.from_day, period.from),
          ),
        ),
    ),
  );

const waiting = (run: DigestRun) =>
  db()
    .select({
      ...{ id: users.id, email: users.email, name: users.name },
      language: sql<typeof users.$inferSelect.language>`coalesce(${users.language}, ${schools.language})`,
    })
    .from(users)
    .innerJoin(alertSettings, eq(alertSettings.user_id, users.id))
    .leftJoin(schools, eq(schools.id, users.school_id))
    .where(isWaiting(run))
    .orderBy(users.id)
    .$dynamic();

/** Whether somebody waits for it. */
export const isAwaited = async (run: DigestRun): Promise<boolean> => (await waiting(run).limit(1)).length > 0;

/**
 * Sends a digest to each who waits for it, once: a process that ends before it sends one loses it, and none is sent twice. Who has nothing to read gets
 * none. Throws `unavailable` when a mail could not be sent; the others are not sent again.
 */
export async function mailDigests(run: DigestRun, now: Date): Promise<void> {
  let failed = 0;
  for (const person of await waiting(run)) {
    const { kind, from } = run.period;
    const row = { user_id: person.id, kind, from_day: from };
    const [claimed] = await db()
      .insert(digestMails)
      .values({ ...row, claimed_at: now })
      .onConflictDoNothing()
      .returning({ user_id: digestMails.user_id });
    if (!claimed) continue;
    try {
      await mailTo(person, run.period, now);
    } catch (error) {
      log.error({ error: describeError(error) }, "a digest could not be sent by mail");
      failed++;
      await db()
        .delete(digestMails)
        .where(
          and(
            eq(digestMails.user_id, row.user_id),
            eq(digestMails.kind, kind),
            eq(digestMails.from_day, from),
          ),
        );
    }
  }
  if (failed > 0)
    throw new AppError("unavailable", "errors.alerts.digest_failed", { values: { count: failed } });
}

type Reader = Awaited<ReturnType<typeof waiting>>[number];

async function mailTo({ id, email, name, language: code }: Reader, period: DigestPeriod, now: Date) {
  const scope = await scopeOfPerson(id);
  if (!scope || !email || !isStaff(scope) || (period.kind === "month" && !isAdmin(scope))) return;
  const language = languageIn(code ?? "en");
  const digest = await digestOf(scope, period, language, now);
  if (!digest.has_news) return;
  const site = env().LECTERN_URL?.replace(/\/$/, "") ?? "";
  const { post, page } = unsubscribeAddresses(site, id, "digest");
  const letter = { digest, name, site, unsubscribe: page };
  await sendMail({
    to: email,
    subject: digest.title,
    text: digestText(letter, language),
    html: digestHtml(letter, language),
    unsubscribe: post,
  });
}
