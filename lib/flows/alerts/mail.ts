import "server-only";
import { and, arrayOverlaps, eq, inArray, isNotNull, isNull, ne, or, type SQL, sql } from "drizzle-orm";
import { scopeOfPerson } from "@/lib/auth/identity";
import { unsubscribeAddresses } from "@/lib/auth/unsubscribe";
import { db, type Tx } from "@/lib/db/client";
import { alertReaders, alertSettings } from "@/lib/db/tables/alerts";
import { users } from "@/lib/db/tables/people";
import { schools } from "@/lib/db/tables/schools";
import { transaction } from "@/lib/db/tx";
import { enqueueWork } from "@/lib/db/work-queue";
import { type Held, quietUntil } from "@/lib/domain/alerts/alerts";
import { alertsToMail } from "@/lib/domain/alerts/queries";
import type { Alert } from "@/lib/domain/alerts/schema";
import { canMail, sendMail } from "@/lib/integrations/mail/mail";
import { languageIn } from "@/lib/platform/catalogues";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { describeError, log } from "@/lib/platform/log";

/* Alerts by mail, to whom may see them and wants them: in the background, a school at a time. */

/** What is sent at once to one person. */
const alertsMax = 50;

const system = { scope: null };
const keyOf = (schoolId: string | null) => schoolId ?? "installation";

/** Begins the mails of alerts that were raised, in the transaction that raises them, where somebody wants them. */
export async function queueMails(tx: Tx, raised: readonly Pick<Held, "kind" | "school_id">[]): Promise<void> {
  if (!canMail() || raised.length === 0) return;
  for (const school_id of new Set(raised.map((one) => one.school_id))) {
    const kinds = raised.flatMap((one) => (one.school_id === school_id ? one.kind : []));
    const [wanting] = await tx
      .select({ id: users.id })
      .from(users)
      .innerJoin(alertSettings, eq(alertSettings.user_id, users.id))
      .where(and(mayWant(school_id), arrayOverlaps(alertSettings.mail_kinds, kinds)))
      .limit(1);
    if (wanting)
      await enqueueWork(tx, system, {
        kind: "mail_alerts",
        input: { school_id },
        school_id,
        key: keyOf(school_id),
      });
  }
}

/** People with an address who could see alerts of a school, or of the installation. Which ones they do see, their scope decides. */
const mayWant = (schoolId: string | null): SQL | undefined =>
  and(
    isNotNull(users.email),
    isNull(users.disabled_at),
    schoolId === null
      ? eq(users.role, "admin")
      : and(ne(users.role, "student"), or(eq(users.school_id, schoolId), isNull(users.school_id))),
  );

type Recipient = Awaited<ReturnType<typeof recipientsOf>>[number];

const recipientsOf = (schoolId: string | null) =>
  db()
    .select({
      id: users.id,
      email: users.email,
      name: users.name,
      language: sql<typeof users.$inferSelect.language>`coalesce(${users.language}, ${schools.language})`,
      time_zone: schools.time_zone,
      mail_kinds: alertSettings.mail_kinds,
      quiet_from: alertSettings.quiet_from,
      quiet_to: alertSettings.quiet_to,
      since: alertSettings.since,
    })
    .from(users)
    .innerJoin(alertSettings, eq(alertSettings.user_id, users.id))
    .leftJoin(schools, eq(schools.id, users.school_id))
    .where(and(mayWant(schoolId), sql`cardinality(${alertSettings.mail_kinds}) > 0`))
    .orderBy(users.id);

/**
 * Sends the open alerts of a school, or of the installation, each to a person once. Whoever has quiet hours gets what is still open when these are
 * over. Throws `unavailable` when a mail could not be sent: those that were sent are not sent again.
 */
export async function mailAlerts(schoolId: string | null, now: Date): Promise<void> {
  const later: Date[] = [];
  let failed = 0;
  for (const recipient of await recipientsOf(schoolId)) {
    const until = quietUntil(now, recipient, recipient.time_zone ?? "UTC");
    if (until) later.push(until);
    else if (!(await mailTo(recipient, schoolId, now))) failed++;
  }
  if (later.length > 0) {
    const begins_at = new Date(Math.min(...later.map((at) => at.getTime())));
    await transaction((tx) =>
      enqueueWork(tx, system, {
        kind: "mail_alerts",
        input: { school_id: schoolId },
        school_id: schoolId,
        key: `${keyOf(schoolId)} ${begins_at.toISOString()}`,
        begins_at,
      }),
    );
  }
  if (failed > 0)
    throw new AppError("unavailable", "errors.alerts.mail_failed", { values: { count: failed } });
}

/** Sends somebody what they have not got; false when the mail server did not take it. */
async function mailTo(recipient: Recipient, schoolId: string | null, now: Date): Promise<boolean> {
  const scope = await scopeOfPerson(recipient.id);
  if (!scope || !recipient.email) return true;
  const language = languageIn(recipient.language ?? "en");
  const reader = { now, time_zone: recipient.time_zone ?? "UTC", language };
  const wanted = {
    school_id: schoolId,
    kinds: recipient.mail_kinds,
    since: recipient.since,
    limit: alertsMax,
  };
  const open = await alertsToMail(scope, wanted, reader);
  const claimed = await claim(recipient.id, open, now);
  if (claimed.length === 0) return true;
  const site = env().LECTERN_URL?.replace(/\/$/, "") ?? "";
  const { post, page } = unsubscribeAddresses(site, recipient.id);
  const [first] = claimed;
  const { t } = language;
  try {
    await sendMail({
      to: recipient.email,
      subject:
        claimed.length === 1 && first ? first.title : t("alerts.mail.several", { count: claimed.length }),
      text: t("alerts.mail.text", {
        name: recipient.name,
        alerts: claimed
          .map(({ title, text, advice, href }) =>
            [title, [text, advice].filter(Boolean).join(" "), `${site}${href}`].join("\n"),
          )
          .join("\n\n"),
        inbox: `${site}/alerts`,
        unsubscribe: page,
      }),
      unsubscribe: post,
    });
    return true;
  } catch (error) {
    log.error({ error: describeError(error) }, "alerts could not be sent by mail");
    const ids = claimed.map(({ id }) => id);
    await db()
      .update(alertReaders)
      .set({ mailed_at: null })
      .where(and(eq(alertReaders.user_id, recipient.id), inArray(alertReaders.alert_id, ids)));
    return false;
  }
}

/** Marks alerts as sent to somebody, and returns those that no other process had: a process that ends before it sends them loses them, and none is sent twice. */
async function claim(userId: string, open: readonly Alert[], now: Date): Promise<Alert[]> {
  if (open.length === 0) return [];
  const rows = await db()
    .insert(alertReaders)
    .values(open.map(({ id }) => ({ alert_id: id, user_id: userId, mailed_at: now })))
    .onConflictDoUpdate({
      target: [alertReaders.user_id, alertReaders.alert_id],
      set: { mailed_at: now },
      setWhere: isNull(alertReaders.mailed_at),
    })
    .returning({ id: alertReaders.alert_id });
  const ours = new Set(rows.map(({ id }) => id));
  return open.filter(({ id }) => ours.has(id));
}
