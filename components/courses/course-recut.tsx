"use client";

import { ChartFrame } from "@/components/charts/chart-frame";
import { CursorProvider, useHovered } from "@/components/charts/cursor";
import { lazyChart } from "@/components/charts/lazy-chart";
import { shareAt, shareAxisLength } from "@/components/charts/share-points";
import { categoryLine } from "@/components/charts/theme";
import { SimpleTable } from "@/components/tables/simple-table";
import { LinkButton } from "@/components/ui/link-button";
import { useLanguage } from "@/components/ui/use-language";
import { unknown } from "@/lib/language/numbers";

const Overlay = lazyChart(() => import("@/components/charts/share-overlay"), {
  height: 284,
  label: "charts.loading.curves",
});

type Cut = {
  version: number;
  /** "Before". */
  name: string;
  views: number;
  viewers: number;
  completed: number;
  percentage: number | null;
  length: string;
  /** Its retention, 0–100, at equal steps. */
  shares: number[];
};

type Props = {
  title: string;
  about: string;
  /** The difference of the shares with its interval. */
  difference: string | null;
  /** Which other videos of the course were re-cut. */
  others: string | null;
  href: string;
  cuts: readonly Cut[];
};

/** A video before and after its file was replaced: who still watches, on the share of each length, and who completed it. */
export function CourseRecut(props: Props) {
  return (
    <CursorProvider>
      <Chart {...props} />
    </CursorProvider>
  );
}

function Chart({ title, about, difference, others, href, cuts }: Props) {
  const { t, percent } = useLanguage();
  const textAt = (shares: readonly number[], moment: number) =>
    shares.length === 0 ? unknown : percent(shareAt(shares, moment), 0);
  const rail = (
    <>
      <Numbers cuts={cuts} textAt={textAt} />
      {difference ? <p className="mt-3 text-small">{difference}</p> : null}
      <p className="mt-1 text-small text-ink-3">{t("courses.recut.people")}</p>
      {others ? <p className="mt-1 text-small text-ink-3">{others}</p> : null}
    </>
  );
  return (
    <ChartFrame
      title={title}
      sub={about}
      tools={
        <LinkButton look="tool" href={href}>
          {t("courses.recut.open")}
        </LinkButton>
      }
      fileName={t("courses.recut.file")}
      rail={rail}
      below={rail}
      rows={{
        head: [t("courses.recut.part"), ...cuts.map(({ name }) => name)],
        rows: Array.from({ length: 21 }, (_, index) => [
          percent(index * 5, 0),
          ...cuts.map(({ shares }) => textAt(shares, index / 20)),
        ]),
      }}
    >
      <Overlay
        curves={cuts.map(({ version, shares }) => ({
          key: String(version),
          letter: String(version),
          shares,
        }))}
        endText={t("courses.recut.whole")}
        label={t("charts.arrows", { label: t("courses.recut.label") })}
        describe={(moment) => cuts.map(({ name, shares }) => `${name}: ${textAt(shares, moment)}`).join(", ")}
      />
    </ChartFrame>
  );
}

function Numbers({
  cuts,
  textAt,
}: {
  cuts: readonly Cut[];
  textAt: (shares: readonly number[], moment: number) => string;
}) {
  const { t, count, percent } = useLanguage();
  const hovered = useHovered();
  const moment = hovered === null ? null : hovered / shareAxisLength;
  const rows = [
    {
      label:
        moment === null
          ? t("courses.recut.at_end")
          : t("courses.recut.at", { part: percent(moment * 100, 0) }),
      values: cuts.map(({ shares }) => textAt(shares, moment ?? 1)),
    },
    { label: t("courses.recut.length"), values: cuts.map(({ length }) => length) },
    { label: t("courses.recut.views"), values: cuts.map(({ views }) => count(views)) },
    { label: t("courses.recut.viewers"), values: cuts.map(({ viewers }) => count(viewers)) },
    { label: t("courses.recut.completed"), values: cuts.map(({ completed }) => count(completed)) },
    { label: t("courses.recut.share"), values: cuts.map(({ percentage }) => percent(percentage)) },
  ];
  return (
    <SimpleTable
      label={t("courses.recut.label")}
      rows={rows}
      rowKey={(_, index) => index}
      height="low"
      columns={[
        { label: <span className="sr-only">{t("courses.recut.label")}</span>, cell: ({ label }) => label },
        ...cuts.map(({ version, name }, index) => ({
          label: (
            <>
              <b className="mr-1" style={{ color: categoryLine(index).stroke }}>
                {version}
              </b>
              {name}
            </>
          ),
          align: "end" as const,
          cell: ({ values }: (typeof rows)[number]) => values[index],
        })),
      ]}
    />
  );
}
