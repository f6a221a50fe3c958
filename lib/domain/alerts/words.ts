import type { AlertDetail } from "@/lib/db/tables/alerts";
import { dateFormat } from "@/lib/language/dates";
import type { Language } from "@/lib/language/language";
import { unknown } from "@/lib/language/numbers";
import type { AlertKind } from "@/lib/platform/alert-kinds";
import { kinds } from "./alerts";

/** An alert with the names of what it is about. */
export type NamedAlert = {
  kind: AlertKind;
  value: number | null;
  threshold: number | null;
  detail: AlertDetail;
  happened_at: Date;
  session_id: string | null;
  course_id: string | null;
  user_id: string | null;
  session_title: string | null;
  course_title: string | null;
  class_name: string | null;
  person_name: string | null;
};

/** What an alert says: what was measured, when and against which threshold, and what to do. Times are the school's. */
export function wordsOf(alert: NamedAlert, timeZone: string, language: Language) {
  const { t, percent, decimal } = language;
  const { kind, detail } = alert;
  const { unit, milestone } = kinds[kind];
  const { absolute } = dateFormat(language.code);
  const shown = (value: number | null) => {
    if (value === null) return unknown;
    return unit === "percent"
      ? percent(value, Number.isInteger(value) ? 0 : 1)
      : decimal(value, kind === "best_session" ? 1 : 0);
  };
  const instant = (key: string) => absolute(String(detail[key] ?? ""), timeZone);
  const number = (key: string) => Number(detail[key] ?? 0);
  const values = {
    name: alert.session_title ?? alert.class_name ?? alert.person_name ?? "",
    course: alert.course_title ?? "",
    value: shown(alert.value),
    count: alert.value ?? 0,
    threshold: shown(alert.threshold),
    at: absolute(alert.happened_at, timeZone),
    from: "from" in detail ? instant("from") : "",
    to: "to" in detail ? instant("to") : "",
    last: "last_active_at" in detail ? instant("last_active_at") : "",
    part: number("part"),
    of: number("of"),
    requests: number("requests"),
    errors: number("errors"),
    sessions: number("sessions"),
    best: "best_before" in detail ? decimal(number("best_before"), 1) : "",
    format: String(detail.format ?? ""),
  };
  return {
    title: t(`alerts.kinds.${kind}.title`, values),
    text: t(`alerts.kinds.${kind}.text`, values),
    advice: milestone ? null : t(`alerts.kinds.${kind as "error_rate"}.advice`, values),
  };
}

/** The page that an alert is about. */
export function hrefOf({
  session_id,
  user_id,
  course_id,
}: Pick<NamedAlert, "session_id" | "user_id" | "course_id">) {
  if (session_id) return `/sessions/${session_id}`;
  if (user_id) return `/people/${user_id}`;
  return course_id ? `/courses/${course_id}` : "/system";
}
