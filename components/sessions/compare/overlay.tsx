"use client";

import { ChartFrame, type ChartRows } from "@/components/charts/chart-frame";
import { useHovered } from "@/components/charts/cursor";
import { lazyChart } from "@/components/charts/lazy-chart";
import { shareAt, shareAxisLength } from "@/components/charts/share-points";
import { categoryLine } from "@/components/charts/theme";
import { SimpleTable } from "@/components/tables/simple-table";
import { percent, unknown } from "@/lib/platform/format";

const Overlay = lazyChart(() => import("@/components/charts/share-overlay"), {
  height: 284,
  label: "charts.loading.curves",
});

type Curve = { key: string; letter: string; name: string; shares: number[] };

type Props = { curves: Curve[]; title: string; sub: string; csvHref: string };

/** All curves on one axis; the rail shows their values. */
export function CompareOverlay({ curves, title, sub, csvHref }: Props) {
  const describe = (moment: number) =>
    curves.map(({ letter, shares }) => `${letter} ${shareText(shares, moment)}`).join(", ");
  return (
    <ChartFrame
      title={title}
      sub={sub}
      rail={<Reading curves={curves} />}
      below={<Reading curves={curves} />}
      rows={tenths(curves)}
      csvHref={csvHref}
      fileName="Sessions compared"
    >
      <Overlay
        curves={curves}
        endText="100 % of the session"
        label="Share of attendees present, over the length of each session. Arrow keys move."
        describe={describe}
      />
    </ChartFrame>
  );
}

const shareText = (shares: readonly number[], moment: number) =>
  shares.length === 0 ? unknown : percent(shareAt(shares, moment), 0);

/** The sessions ordered by their final value, with the value of each at the moment pointed at. */
function Reading({ curves }: { curves: Curve[] }) {
  const hovered = useHovered();
  const moment = hovered === null ? null : hovered / shareAxisLength;
  const byEnd = [...curves].sort((a, b) => (b.shares.at(-1) ?? -1) - (a.shares.at(-1) ?? -1));
  return (
    <SimpleTable
      label="The curves at the end and where you point"
      rows={byEnd}
      rowKey={({ key }) => key}
      height="low"
      columns={[
        {
          label: <span className="sr-only">Session</span>,
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
              <span className="sr-only">where you point</span>
            ) : (
              `at ${percent(moment * 100, 0)}`
            ),
          align: "end",
          className: "whitespace-nowrap",
          cell: ({ shares }) => (moment === null ? "" : shareText(shares, moment)),
        },
        {
          label: "at the end",
          align: "end",
          className: "[td&]:font-semibold",
          cell: ({ shares }) => shareText(shares, 1),
        },
      ]}
    />
  );
}

/** The same numbers at every tenth. */
function tenths(curves: Curve[]): ChartRows {
  return {
    head: ["Part of the session", ...curves.map(({ letter, name }) => `${letter} ${name}`)],
    rows: Array.from({ length: 11 }, (_, index) => [
      percent(index * 10, 0),
      ...curves.map(({ shares }) => shareText(shares, index / 10)),
    ]),
  };
}
