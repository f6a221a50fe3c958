import { ChartFrame } from "@/components/charts/chart-frame";
import { ScoreMosaic } from "@/components/charts/score-mosaic";
import { SimpleTable } from "@/components/tables/simple-table";
import { Change, type ChangeProps } from "@/components/ui/change";
import { decimal, percent, unknown } from "@/lib/platform/format";
import type { ScoreLine } from "./score-parts";

type Props = {
  title: string;
  score: number;
  lines: ScoreLine[];
  /** The whole score compared with the typical one. */
  change: ChangeProps | undefined;
  /** "your typical session"; null where nothing is typical yet. */
  typicalName: string | null;
  csvHref: string;
  fileName: string;
};

/** The score taken apart: a picture whose filled area is the score, and beside it every part with its weight and points. */
export function ScoreSection(props: Props) {
  const { title, score, lines, typicalName, csvHref, fileName } = props;
  return (
    <ChartFrame
      title={title}
      sub={`Width is the weight, height is how well it went; the filled area is the score.${typicalName ? ` Dotted: ${typicalName}.` : ""}`}
      table={<WeightTable lines={lines} />}
      csvHref={csvHref}
      fileName={fileName}
    >
      <div className="grid grid-cols-2 items-start gap-12 max-desk:grid-cols-1 max-desk:gap-6">
        <ScoreMosaic
          parts={lines}
          label={`Engagement score ${decimal(score)} of 100: ${lines.map(({ name, points, weight }) => `${name} ${decimal(points)} of ${decimal(weight * 100)}`).join(", ")}`}
        />
        <PointsTable {...props} />
      </div>
    </ChartFrame>
  );
}

const head =
  "border-b border-line-strong px-2 py-2 text-right align-bottom text-axis font-medium whitespace-nowrap text-ink-2 first:pl-0 last:pr-0";
const cell = "border-b border-line px-2 py-[7px] text-right whitespace-nowrap last:pr-0";
/** A phone has no room for it, and the picture's widths say the same. */
const onDesk = "max-desk:hidden";

function PointsTable({ lines, score, change }: Props) {
  return (
    <SimpleTable
      label="The parts of the engagement score"
      rows={lines}
      rowKey={({ component }) => component}
      className="border-t border-line"
      columns={[
        {
          label: "Component",
          cell: ({ name, detail }) => (
            <>
              {name}
              <small className="block text-axis text-ink-3">{detail}</small>
            </>
          ),
        },
        { label: "Value", align: "end", cell: ({ value }) => percent(value) },
        {
          label: "Weight",
          align: "end",
          className: `${onDesk} whitespace-nowrap`,
          cell: ({ weight }) => `× ${decimal(weight, 2)}`,
        },
        {
          label: "Points",
          align: "end",
          className: "[td&]:font-semibold",
          cell: ({ points }) => decimal(points),
        },
        {
          label: "Against typical",
          align: "end",
          className: "[td&]:whitespace-nowrap",
          cell: (line) => <TypicalCell change={line.change} />,
        },
      ]}
      foot={[
        "Engagement score, version 1",
        null,
        null,
        decimal(score),
        <TypicalCell key="typical" change={change} />,
      ]}
    />
  );
}

function TypicalCell({ change }: { change: ChangeProps | undefined }) {
  return change ? <Change {...change} /> : <span className="text-ink-3">{unknown}</span>;
}

/** Behind the chart's "Table": what the picture draws, as numbers. */
function WeightTable({ lines }: { lines: ScoreLine[] }) {
  return (
    <table className="mt-3 border-collapse text-small tabular-nums">
      <caption className="sr-only">What the picture draws</caption>
      <thead>
        <tr>
          {["Part", "Width (weight)", "Height (value)", "Dotted (typical)", "Area (points)"].map((label) => (
            <th key={label} scope="col" className={`${head} first:text-left!`}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.component}>
            <th scope="row" className={`${cell} pl-0 text-left! font-normal`}>
              {line.name}
            </th>
            <td className={cell}>{decimal(line.weight, 2)}</td>
            <td className={cell}>{percent(line.value)}</td>
            <td className={cell}>{percent(line.typical)}</td>
            <td className={cell}>{decimal(line.points)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
