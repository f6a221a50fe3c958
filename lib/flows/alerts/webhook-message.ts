import "server-only";
import { eq } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { alerts } from "@/lib/db/tables/alerts";
import { classes, courses } from "@/lib/db/tables/courses";
import { users } from "@/lib/db/tables/people";
import { schools } from "@/lib/db/tables/schools";
import { sessions } from "@/lib/db/tables/sessions";
import type { webhookDeliveries, webhooks } from "@/lib/db/tables/webhooks";
import { hrefOf, wordsOf } from "@/lib/domain/alerts/words";
import type { WebhookMessage } from "@/lib/integrations/webhook/body";
import { languageIn } from "@/lib/platform/catalogues";
import { env } from "@/lib/platform/env";

type Webhook = Pick<typeof webhooks.$inferSelect, "school_id" | "with_names">;
type Delivery = Pick<typeof webhookDeliveries.$inferSelect, "alert_id" | "event">;

/**
 * What a delivery says, in the language and the zone of the webhook's school: the sentences of the alert's mail, in which a learner has no name unless
 * the webhook's admin has chosen it. Null when the alert is gone.
 */
export async function messageOf(
  webhook: Webhook,
  { alert_id, event }: Delivery,
): Promise<WebhookMessage | null> {
  const own = await schoolOf(webhook.school_id);
  const language = languageIn(own?.language ?? "en");
  const { t } = language;
  const site = env().LECTERN_URL?.replace(/\/$/, "") ?? null;
  const open = t("alerts.webhooks.open");
  if (alert_id === null)
    return {
      ...{ event, title: t("alerts.webhooks.test_title"), text: null, open, facts: {} },
      url: site && `${site}/settings/webhooks`,
    };
  const alert = await namedAlert(alert_id);
  if (!alert) return null;
  const { id, kind, school_id, session_id, course_id, class_id, value, threshold } = alert;
  const zone = own?.time_zone ?? alert.time_zone ?? "UTC";
  const person_name = webhook.with_names ? alert.person_name : t("alerts.webhooks.a_learner");
  const { title, text, advice } = wordsOf({ ...alert, person_name }, zone, language);
  return {
    event,
    title: event === "resolved" ? t("alerts.webhooks.resolved", { title }) : title,
    text: event === "resolved" ? text : [text, advice].filter(Boolean).join(" "),
    url: site && `${site}${hrefOf(alert)}`,
    open,
    facts: {
      ...{ alert_id: id, kind, school_id, session_id, course_id, class_id },
      // An id of ours, which tells nobody outside who it is.
      user_id: alert.user_id,
      ...{ value, threshold },
      happened_at: alert.happened_at.toISOString(),
      raised_at: alert.raised_at.toISOString(),
      resolved_at: alert.resolved_at?.toISOString() ?? null,
    },
  };
}

async function schoolOf(id: string | null) {
  if (id === null) return null;
  const [school] = await db()
    .select({ language: schools.language, time_zone: schools.time_zone })
    .from(schools)
    .where(eq(schools.id, id));
  return school ?? null;
}

/** An alert with the names of what it is about. */
async function namedAlert(id: string) {
  const [row] = await db()
    .select({
      ...{ id: alerts.id, kind: alerts.kind, school_id: alerts.school_id, session_id: alerts.session_id },
      ...{ course_id: alerts.course_id, class_id: alerts.class_id, user_id: alerts.user_id },
      ...{ value: alerts.value, threshold: alerts.threshold, detail: alerts.detail },
      ...{ happened_at: alerts.happened_at, raised_at: alerts.raised_at, resolved_at: alerts.resolved_at },
      ...{ session_title: sessions.title, course_title: courses.title, class_name: classes.name },
      ...{ person_name: users.name, time_zone: schools.time_zone },
    })
    .from(alerts)
    .leftJoin(schools, eq(schools.id, alerts.school_id))
    .leftJoin(sessions, eq(sessions.id, alerts.session_id))
    .leftJoin(courses, eq(courses.id, alerts.course_id))
    .leftJoin(classes, eq(classes.id, alerts.class_id))
    .leftJoin(users, eq(users.id, alerts.user_id))
    .where(eq(alerts.id, id));
  return row ?? null;
}
