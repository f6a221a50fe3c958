import type { Sql } from "postgres";
import { db } from "@/lib/db/client";
import { alerts } from "@/lib/db/tables/alerts";
import { webhooks } from "@/lib/db/tables/webhooks";
import { recountStale } from "@/lib/domain/sessions/mutations/recount";
import { evaluateAlerts } from "@/lib/flows/jobs/alerts";
import { newId } from "@/lib/platform/ids";
import { makeSchool, makeSession } from "./database";
import { inNovember } from "./system-world";

/** When the rules are switched on. */
export const rulesSince = inNovember("10T08:00:00");

/** Evaluates at an instant of November 2026. */
export const evaluateIn = (at: string) => evaluateAlerts(inNovember(at));

/** What the tests of alerts begin with, and read. */
export function alertWorld(sql: Sql) {
  return {
    /** A school whose rules are on since then. */
    async schoolWithRules(given: Parameters<typeof makeSchool>[0] = {}) {
      const school = await makeSchool(given);
      await evaluateAlerts(rulesSince);
      return school;
    },

    /** The alerts of a school: what, how much, and open or the time at which they were resolved. */
    alertsOf: async (schoolId: string) =>
      (
        await sql<{ text: string }[]>`
          select concat_ws(' ', kind, value::text, coalesce(to_char(resolved_at at time zone 'UTC', 'DD HH24:MI'), 'open')) as text
          from alerts where school_id = ${schoolId} order by raised_at, kind, value`
      ).map(({ text }) => text),

    /** A session that ended, with so many registered of whom so many attended for its 60 minutes, and so many who had not registered. */
    async sessionWith(
      given: Parameters<typeof makeSession>[0],
      {
        ended,
        registered,
        attended,
        walkIns = 0,
      }: Record<"registered" | "attended", number> & { ended: Date; walkIns?: number },
    ) {
      const begun = new Date(ended.getTime() - 3_600_000);
      const session = await makeSession({
        ...{
          status: "ended",
          scheduled_start: begun,
          scheduled_end: ended,
          started_at: begun,
          ended_at: ended,
        },
        ...given,
      });
      const rows = Array.from({ length: registered + walkIns }, (_, n) => ({
        ...{ session_id: session.id, id: newId(), display_name: `Person ${n}`, created_at: begun },
        registered_at: n < registered ? begun : null,
        reported_ms: n < attended || n >= registered ? 3_600_000 : 0,
      }));
      await sql`insert into attendees ${sql(rows)}`;
      await recountStale(ended);
      return session;
    },

    rule: (schoolId: string, kind: string, change: { is_on?: boolean; threshold?: number; since?: Date }) =>
      sql`update alert_rules set ${sql(change)} where school_id = ${schoolId} and kind = ${kind}`,
  };
}

type NewAlert = typeof alerts.$inferInsert;

/** A fresh alert about a session, raised on 18 November 2026. */
export async function makeAlert(given: Partial<NewAlert> & Pick<NewAlert, "school_id">) {
  const at = new Date("2026-11-18T19:00:30Z");
  const values = {
    ...{ kind: "low_attendance" as const, value: 41.7, threshold: 50, detail: { part: 5, of: 12 } },
    ...{ happened_at: new Date("2026-11-18T19:00:00Z"), raised_at: at, ...given },
  };
  const [alert] = await db().insert(alerts).values(values).returning();
  if (!alert) throw new Error("an insert returned no row");
  return alert;
}

/** So many webhooks has each place of the access tests, for each of which one can be deleted. */
const webhooksEach = 128;
/** The id of a webhook beside an alert: the alert's, with another end. */
export const webhookBeside = (alertId: string, index: number) =>
  alertId.slice(0, -2) + (index % webhooksEach).toString(16).padStart(2, "0");

/** An alert, and webhooks with the ids beside its own. */
export async function makeAlertWithWebhooks(given: Parameters<typeof makeAlert>[0]) {
  const alert = await makeAlert(given);
  await makeWebhooks(
    given.school_id ?? null,
    Array.from({ length: webhooksEach }, (_, index) => webhookBeside(alert.id, index)),
  );
  return alert;
}

/** Webhooks to which nothing is sent. */
export const makeWebhooks = (school_id: string | null, ids: readonly string[]) =>
  db()
    .insert(webhooks)
    .values(
      ids.map((id) => ({
        ...{
          id,
          school_id,
          name: "Office",
          kind: "generic" as const,
          alert_kinds: ["low_attendance" as const],
        },
        ...{ sealed_address: "x", address_hint: "https://hooks.harbour.example/…alert", is_on: false },
      })),
    );
