"use client";

import { ChartFrame } from "@/components/charts/chart-frame";
import { lazyChart } from "@/components/charts/lazy-chart";
import { SimpleTable } from "@/components/tables/simple-table";
import { Section } from "@/components/ui/section";
import { useLanguage } from "@/components/ui/use-language";
import { levelOf } from "@/lib/domain/learning/activity";
import type { LevelRow } from "@/lib/domain/learning/levels";
import { dateFormat } from "@/lib/language/dates";
import { type Day, daysInclusive, plusDays } from "@/lib/platform/time";

const LevelLine = lazyChart(() => import("@/components/charts/level-line"), {
  height: 188,
  label: "charts.loading.days",
});

/** The picture has at most so many days, the last ones. */
const daysMax = 366;

type Props = {
  /** The XP in all at the end of each day that gave some, the first day first; one at least. */
  totals: readonly { day: Day; xp: number }[];
  levels: readonly LevelRow[];
  today: Day;
};

/** The reader's XP day by day, and when it reached which level. */
export function LevelSection({ totals, levels, today }: Props) {
  const { t, code, count } = useLanguage();
  const { shortDay, longDay } = dateFormat(code);
  const xp = totals.at(-1)!.xp;
  const level = levelOf(xp);
  const next = levels.find((one) => one.level === level + 1)!;
  const since = levels.find((one) => one.level === level)?.reached;
  const from = [totals[0]!.day, plusDays(today, 1 - daysMax)].sort().at(-1)!;
  const days = Array.from({ length: daysInclusive(from, today) }, (_, index) => plusDays(from, index));
  let at = 0;
  let sum = 0;
  const points = days.map((day) => {
    for (; at < totals.length && totals[at]!.day <= day; at++) sum = totals[at]!.xp;
    return { day, text: shortDay(day), value: sum };
  });
  const title = t("gamification.level.title", {
    level,
    day: since ? longDay(since) : "",
    since: since ? "yes" : "no",
    more: next.xp - xp,
    next: next.level,
  });
  const drawn = levels.filter((one) => one.level <= next.level && one.xp > 0);
  return (
    <Section id="level" line>
      <ChartFrame
        title={title}
        sub={t("gamification.level.about")}
        fileName={t("gamification.level.file")}
        rows={{
          head: [t("ui.day"), t("gamification.level.xp"), t("gamification.table.level")],
          rows: totals.map((one) => [one.day, one.xp, levelOf(one.xp)]),
        }}
        rail={
          <SimpleTable
            label={t("gamification.level.levels")}
            height="low"
            rows={levels}
            rowKey={(one) => one.level}
            rowClass={(one) => (one.level === level ? "font-semibold" : undefined)}
            columns={[
              { label: t("gamification.table.level"), cell: (one) => count(one.level) },
              { label: t("gamification.level.xp"), align: "end", cell: (one) => count(one.xp) },
              {
                label: t("gamification.level.reached"),
                align: "end",
                cell: (one) =>
                  one.reached ? (
                    shortDay(one.reached)
                  ) : (
                    <span className="text-ink-3">{t("gamification.level.open")}</span>
                  ),
              },
            ]}
          />
        }
      >
        <div className="rail:mr-10">
          <LevelLine
            points={points}
            levels={drawn.map((one) => ({
              name: count(one.level),
              value: one.xp,
              at: one.reached && one.reached >= from ? daysInclusive(from, one.reached) - 1 : null,
            }))}
            label={t("gamification.level.label", { from: points[0]!.text, to: points.at(-1)!.text })}
            pointText={(index) => {
              const point = points[index];
              return point
                ? t("gamification.level.point", {
                    day: point.text,
                    xp: point.value,
                    level: levelOf(point.value),
                  })
                : "";
            }}
          />
        </div>
      </ChartFrame>
    </Section>
  );
}
