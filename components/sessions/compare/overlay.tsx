"use client";

import { ChartFrame } from "@/components/charts/chart-frame";
import { late } from "@/components/charts/late";
import { categoryLine, shareAt } from "@/components/charts/share-curve";
import { TimeCursorProvider, useHoveredSecond } from "@/components/charts/time-cursor";
import { ChartSkeleton } from "@/components/ui/skeleton";
import { percent, unknown } from "@/lib/platform/format";

/** The same as the chart's own axis: the whole session in thousandths. */
const overlayLength = 1000;

const Overlay = late(
  () => import("@/components/charts/retention-overlay"),
  <ChartSkeleton height={284} label="Loading the curves" />,
);

type Curve = { key: string; letter: string; name: string; shares: number[] };

type Props = { curves: Curve[]; title: string; sub: string; csvHref: string };

/** All curves on one axis, whose parts are read in the rail. */
export function CompareOverlay(props: Props) {
  return (
    <TimeCursorProvider>
      <Frame {...props} />
    </TimeCursorProvider>
  );
}

function Frame({ curves, title, sub, csvHref }: Props) {
  const describe = (moment: number) =>
    curves.map(({ letter, shares }) => `${letter} ${shareText(shares, moment)}`).join(", ");
  return (
    <ChartFrame
      title={title}
      sub={sub}
      rail={<Reading curves={curves} />}
      below={<Reading curves={curves} />}
      table={<ShareTable curves={curves} />}
      csvHref={csvHref}
      fileName="Sessions compared"
    >
      <Overlay
        curves={curves}
        label="Share of those who came who were present, over the length of each session. Arrow keys move."
        describe={describe}
      />
    </ChartFrame>
  );
}

const shareText = (shares: readonly number[], moment: number) =>
  shares.length === 0 ? unknown : percent(shareAt(shares, moment), 0);

/** The sessions by where they ended, with what each showed at the moment pointed at. */
function Reading({ curves }: { curves: Curve[] }) {
  const hovered = useHoveredSecond();
  const moment = hovered === null ? null : hovered / overlayLength;
  const byEnd = [...curves].sort((a, b) => (b.shares.at(-1) ?? -1) - (a.shares.at(-1) ?? -1));
  return (
    <table className="w-full border-collapse text-small tabular-nums">
      <caption className="sr-only">The curves at the end and where you point</caption>
      <thead>
        <tr className="text-axis text-ink-3">
          <th scope="col" className="h-7 text-left font-normal">
            <span className="sr-only">Session</span>
          </th>
          <th scope="col" className="text-right font-normal">
            {moment === null ? (
              <span className="sr-only">where you point</span>
            ) : (
              `at ${percent(moment * 100, 0)}`
            )}
          </th>
          <th scope="col" className="text-right font-normal">
            at the end
          </th>
        </tr>
      </thead>
      <tbody>
        {byEnd.map((curve) => (
          <tr key={curve.key}>
            <th scope="row" className="h-7 max-w-[110px] truncate text-left font-normal" title={curve.name}>
              <b className="mr-1.5" style={{ color: categoryLine(curves.indexOf(curve)).stroke }}>
                {curve.letter}
              </b>
              {curve.name}
            </th>
            <td className="text-right">{moment === null ? "" : shareText(curve.shares, moment)}</td>
            <td className="text-right font-semibold">{shareText(curve.shares, 1)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The same numbers as rows, at every tenth. */
function ShareTable({ curves }: { curves: Curve[] }) {
  const moments = Array.from({ length: 11 }, (_, index) => index / 10);
  return (
    <div className="mt-3 overflow-x-auto">
      <table className="border-collapse text-small tabular-nums">
        <thead>
          <tr>
            <th scope="col" className="border-b border-line-strong py-1 pr-4 text-left font-medium">
              Part of the session
            </th>
            {curves.map((curve) => (
              <th
                key={curve.key}
                scope="col"
                className="border-b border-line-strong px-3 py-1 text-right font-medium"
                title={curve.name}
              >
                {curve.letter}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {moments.map((moment) => (
            <tr key={moment}>
              <th scope="row" className="border-b border-line py-1 pr-4 text-left font-normal">
                {percent(moment * 100, 0)}
              </th>
              {curves.map((curve) => (
                <td key={curve.key} className="border-b border-line px-3 py-1 text-right">
                  {shareText(curve.shares, moment)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
