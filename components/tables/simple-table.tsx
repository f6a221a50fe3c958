import type { ReactNode } from "react";
import { classNames } from "../ui/class-names";
import { Sideways } from "./sideways";

type SimpleColumn<Row> = {
  label: ReactNode;
  cell: (row: Row, index: number) => ReactNode;
  align?: "start" | "end";
  /** The head's tooltip. */
  title?: string | undefined;
  /** For the head and the cells. */
  className?: string;
};

/** Numbers of a chart, one line, one line with a picture, two lines. */
const heights = {
  low: "py-1",
  normal: "py-[7px]",
  tall: "h-10",
  double: "h-13",
} as const;

const linkedRow = classNames("relative hover:bg-hover");
const stackedRow =
  "max-columns:grid max-columns:grid-cols-2 max-columns:gap-x-4 max-columns:border-b max-columns:border-line max-columns:py-2.5";

type Props<Row> = {
  /** The table's accessible name. */
  label: string;
  /** The first names its row. */
  columns: readonly SimpleColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row, index: number) => string | number;
  height?: keyof typeof heights;
  /** The heads are only read aloud. */
  headless?: boolean;
  /** Each row holds a `RowLink`. */
  linked?: boolean;
  /** It can be wider than the window: it then scrolls sideways, in a small one under its first column. */
  wide?: boolean;
  /** On a phone each row is a block of two columns: a cell that is as wide as both has `max-columns:col-span-2`. */
  stacked?: boolean;
  /** Long: it scrolls in a region of this name, under its heads. */
  region?: string;
  /** For a row that stands out. */
  rowClass?: (row: Row) => string | undefined;
  /** A last row, a cell for each column. */
  foot?: readonly ReactNode[];
  className?: string;
};

/** A static table: no sorting, no pages, no selection. */
export function SimpleTable<Row>(props: Props<Row>) {
  const {
    label,
    columns,
    rows,
    rowKey,
    height = "normal",
    headless,
    linked,
    wide,
    stacked,
    region,
    foot,
    rowClass,
  } = props;
  const side = ({ align }: SimpleColumn<Row>) => (align === "end" ? "text-right" : "text-left");
  const first = wide && "sticky left-0 z-1 bg-bg";
  const head =
    "border-b border-line-strong px-2 py-2 align-bottom text-axis font-medium text-ink-2 first:pl-0 last:pr-0 columns:whitespace-nowrap";
  const cell = classNames(
    "border-b border-line px-2 first:pl-0 last:pr-0",
    heights[height],
    stacked && "max-columns:border-0 max-columns:px-0 max-columns:py-0.5",
  );
  const table = (
    <table
      className={classNames(
        "w-full border-collapse text-small tabular-nums",
        stacked && "max-columns:block [&>tbody]:max-columns:block [&>thead]:max-columns:sr-only",
        props.className,
      )}
    >
      <caption className="sr-only">{label}</caption>
      <thead className={headless ? "sr-only" : undefined}>
        <tr>
          {columns.map((column, index) => (
            <th
              // biome-ignore lint/suspicious/noArrayIndexKey: columns keep their places
              key={index}
              scope="col"
              title={column.title}
              className={classNames(
                head,
                side(column),
                region && "sticky top-0 bg-bg",
                index === 0 && first,
                column.className,
              )}
            >
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          <tr
            key={rowKey(row, at)}
            className={classNames(linked && linkedRow, stacked && stackedRow, rowClass?.(row))}
          >
            {columns.map((column, index) => {
              const Cell = index === 0 ? "th" : "td";
              return (
                <Cell
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns keep their places
                  key={index}
                  scope={index === 0 ? "row" : undefined}
                  className={classNames(
                    index === 0 && "font-normal",
                    cell,
                    side(column),
                    index === 0 && first,
                    column.className,
                  )}
                >
                  {column.cell(row, at)}
                </Cell>
              );
            })}
          </tr>
        ))}
      </tbody>
      {foot ? (
        <tfoot>
          <tr className="font-semibold">
            {columns.map((column, index) => (
              <td
                // biome-ignore lint/suspicious/noArrayIndexKey: columns keep their places
                key={index}
                className={classNames("px-2 py-[7px] first:pl-0 last:pr-0", side(column), column.className)}
              >
                {foot[index]}
              </td>
            ))}
          </tr>
        </tfoot>
      ) : null}
    </table>
  );
  if (region)
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      <section aria-label={region} tabIndex={0} className="mt-2 max-h-80 overflow-auto">
        {table}
      </section>
    );
  if (wide) return <Sideways long={false}>{table}</Sideways>;
  return table;
}
