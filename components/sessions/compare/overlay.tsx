"use client";

import { ChartFrame, type ChartRows } from "@/components/charts/chart-frame";
import { useHovered } from "@/components/charts/cursor";
import { lazyChart } from "@/components/charts/lazy-chart";
import { shareAt, shareAxisLength } from "@/components/charts/share-points";
import { categoryLine } from "@/components/charts/theme";
import { SimpleTable } from "@/components/tables/simple-table";
import { useLanguage } from "@/components/ui/use-language";
import type { Language } from "@/lib/language/language";
import { unknown } from "@/lib/language/numbers";

const Overlay = lazyChart(() => import("@/components/charts/share-overlay"), {
  height: 284,
  label: "charts.loading.curves",
});

type Curve = { key: string; letter: string; name: string; shares: number[] };

type Props = { curves: Curve[]; title: string; sub: string; csvHref: string };

/** All curves on one axis; the rail shows their values. */
export function CompareOverlay({ curves, title, sub, csvHref }: Props) {
  const language = useLanguage();
  const { t } = language;
  const describe = (moment: number) =>
    curves.map(({ letter, shares }) => `${letter} ${shareText(shares, moment, language)}`).join(", ");
  return (
    <ChartFrame
      title={title}
      sub={sub}
      rail={<Reading curves={curves} />}
      below={<Reading curves={curves} />}
      rows={tenths(curves, language)}
      csvHref={csvHref}
      fileName={t("sessions.compare.overlay_file")}
    >
      <Overlay
        curves={curves}
        endText={t("sessions.compare.whole_session")}
        label={t("charts.arrows", { label: t("sessions.compare.overlay_label") })}
        describe={describe}
      />
    </ChartFrame>
  );
}

const shareText = (shares: readonly number[], moment: number, { percent }: Language) =>
  shares.length === 0 ? unknown : percent(shareAt(shares, moment), 0);

/** The sessions ordered by their final value, with the value of each at the moment pointed at. */
function Reading({ curves }: { curves: Curve[] }) {
  const language = useLanguage();
  const { t, percent } = language;
  const hovered = useHovered();
  const moment = hovered === null ? null : hovered / shareAxisLength;
  const byEnd = [...curves].sort((a, b) => (b.shares.at(-1) ?? -1) - (a.shares.at(-1) ?? -1));
  return (
    <SimpleTable
      label={t("sessions.compare.reading")}
      rows={byEnd}
      rowKey={({ key }) => key}
      height="low"
      columns={[
        {
          label: <span className="sr-only">{t("ui.session")}</span>,
          className: "max-w-[142px] truncate",
          cell: (curve) => (
            <span title={curve.name}>
              <b className="mr-1.5" style={{ color: categoryLine(curves.indexOf(curve)).stroke }}>
                {curve.letter}
              </b>
              {curve.name}
            </span>
          ),
        },
        {
          label:
            moment === null ? (
              <span className="sr-only">{t("sessions.compare.where_you_point")}</span>
            ) : (
              t("sessions.compare.at", { moment: percent(moment * 100, 0) })
            ),
          align: "end",
          className: "whitespace-nowrap",
          cell: ({ shares }) => (moment === null ? "" : shareText(shares, moment, language)),
        },
        {
          label: t("sessions.compare.at_end"),
          align: "end",
          className: "[td&]:font-semibold",
          cell: ({ shares }) => shareText(shares, 1, language),
        },
      ]}
    />
  );
}

/** The same numbers at every tenth. */
function tenths(curves: Curve[], language: Language): ChartRows {
  const { t, percent } = language;
  return {
    head: [t("sessions.compare.part"), ...curves.map(({ letter, name }) => `${letter} ${name}`)],
    rows: Array.from({ length: 11 }, (_, index) => [
      percent(index * 10, 0),
      ...curves.map(({ shares }) => shareText(shares, index / 10, language)),
    ]),
  };
}
