"use client";

import { ChartFrame } from "@/components/charts/chart-frame";
import { useHovered } from "@/components/charts/cursor";
import { lazyChart } from "@/components/charts/lazy-chart";
import { shareAt, shareAxisLength } from "@/components/charts/share-points";
import { categoryLine } from "@/components/charts/theme";
import { SimpleTable } from "@/components/tables/simple-table";
import { useLanguage } from "@/components/ui/use-language";
import { unknown } from "@/lib/language/numbers";

const Overlay = lazyChart(() => import("@/components/charts/share-overlay"), {
  height: 284,
  label: "charts.loading.curves",
});

type Version = {
  version: number;
  /** "Version 1, until 12 Nov 2026". */
  name: string;
  views: number;
  length: string;
  /** Its retention, 0–100, at equal steps; empty while nobody has played it. */
  shares: number[];
};

/** The retention of a video's versions on one axis: each has its own viewers. */
export function Versions({ versions, sub }: { versions: Version[]; sub: string }) {
  const { t, percent } = useLanguage();
  const curves = versions.map(({ version, shares }) => ({
    key: String(version),
    letter: String(version),
    shares,
  }));
  const textAt = (shares: readonly number[], moment: number) =>
    shares.length === 0 ? unknown : percent(shareAt(shares, moment), 0);
  return (
    <ChartFrame
      title={t("videos.versions.title")}
      sub={sub}
      fileName={t("videos.versions.file")}
      rail={<Reading versions={versions} textAt={textAt} />}
      below={<Reading versions={versions} textAt={textAt} />}
      rows={{
        head: [t("videos.versions.part"), ...versions.map(({ name }) => name)],
        rows: Array.from({ length: 11 }, (_, index) => [
          percent(index * 10, 0),
          ...versions.map(({ shares }) => textAt(shares, index / 10)),
        ]),
      }}
    >
      <Overlay
        curves={curves}
        endText={t("videos.versions.whole")}
        label={t("charts.arrows", { label: t("videos.versions.label") })}
        describe={(moment) =>
          versions.map(({ name, shares }) => `${name}: ${textAt(shares, moment)}`).join(", ")
        }
      />
    </ChartFrame>
  );
}

function Reading({
  versions,
  textAt,
}: {
  versions: Version[];
  textAt: (shares: readonly number[], moment: number) => string;
}) {
  const { t, count, percent } = useLanguage();
  const hovered = useHovered();
  const moment = hovered === null ? null : hovered / shareAxisLength;
  return (
    <SimpleTable
      label={t("videos.versions.title")}
      rows={versions}
      rowKey={({ version }) => version}
      height="low"
      columns={[
        {
          label: t("videos.versions.version"),
          cell: ({ version, name }) => (
            <span>
              <b
                className="mr-1.5"
                style={{ color: categoryLine(versions.findIndex((one) => one.version === version)).stroke }}
              >
                {version}
              </b>
              {name}
            </span>
          ),
        },
        { label: t("ui.views"), align: "end", cell: ({ views }) => count(views) },
        { label: t("videos.edit.length"), align: "end", cell: ({ length }) => length },
        {
          label: moment === null ? t("videos.versions.at_end") : percent(moment * 100, 0),
          align: "end",
          cell: ({ shares }) => textAt(shares, moment ?? 1),
        },
      ]}
    />
  );
}
