import { dateFormat } from "@/lib/language/dates";
import type { Language } from "@/lib/language/language";
import { type Finding, key, plain } from "@/lib/platform/phrases";
import type { Engagement } from "./engagement";

/** How many people were active, and on which day the most; whether that rises or falls over whole weeks, where it does beyond chance. */
export function engagementFindings(
  { summary, daily, growth }: Pick<Engagement, "summary" | "daily" | "growth">,
  { code, t, decimal }: Language,
): Finding[] {
  if (summary.active_users === 0) return [];
  const findings = [
    key(
      t("trends.findings.active", {
        people: summary.active_users,
        average: decimal(summary.average_daily_active_users),
      }),
    ),
  ];
  const busiest = daily.find(({ day }) => day === summary.busiest_day);
  if (busiest)
    findings.push(
      plain(
        t("trends.findings.busiest", {
          day: dateFormat(code).longDay(busiest.day),
          people: busiest.daily_active_users,
        }),
      ),
    );
  if (!growth) return findings;
  const { first_week, last_week, active_users_trend } = growth;
  const weeks = {
    first: decimal(first_week.daily_active_users),
    last: decimal(last_week.daily_active_users),
  };
  const trend = active_users_trend ?? "none";
  findings.push(plain(t("trends.findings.weeks", weeks)));
  if (trend !== "none") findings.push(plain(t("trends.findings.trend", { trend })));
  return findings;
}
