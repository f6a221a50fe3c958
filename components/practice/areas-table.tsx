import { RowStrip } from "@/components/charts/row-strip";
import { SimpleTable } from "@/components/tables/simple-table";
import { Change, type ChangeProps } from "@/components/ui/change";
import { useLanguage } from "@/components/ui/use-language";
import type { AreaDirection } from "@/lib/domain/practice/areas";

export type AreaRow = {
  key: string;
  area: string;
  cells: readonly (boolean | null)[];
  before: number | null;
  last: number;
  last_of: number;
  direction: AreaDirection;
  last_named: string;
};

const looks: Record<AreaDirection, Pick<ChangeProps, "direction" | "tone">> = {
  more: { direction: "up", tone: "bad" },
  less: { direction: "down", tone: "good" },
  none: { direction: "down", tone: "good" },
  same: { direction: "same", tone: "neutral" },
  too_few: { direction: "none", tone: "warn" },
};

/** In which of the last sessions each area was named, and whether that changes. */
export function AreasTable({ rows, of }: { rows: readonly AreaRow[]; of: number }) {
  const { t } = useLanguage();
  return (
    <SimpleTable
      label={t("practice.areas.title")}
      wide
      height="tall"
      rows={rows}
      rowKey={({ key }) => key}
      columns={[
        { label: t("practice.areas.area"), className: "min-w-32 pr-4", cell: ({ area }) => area },
        {
          label: t("practice.areas.cells", { sessions: 2 * of }),
          className: "whitespace-nowrap pr-4",
          cell: ({ cells }) => <RowStrip kind="days" rows={[cells]} width={10 * cells.length} height={17} />,
        },
        {
          label: t("practice.areas.before", { sessions: of }),
          align: "end",
          className: "whitespace-nowrap",
          cell: ({ before }) => (before === null ? "—" : t("practice.areas.times", { part: before, of })),
        },
        {
          label: t("practice.areas.last", { sessions: of }),
          align: "end",
          className: "whitespace-nowrap",
          cell: ({ last, last_of }) => t("practice.areas.times", { part: last, of: last_of }),
        },
        {
          label: t("practice.areas.direction"),
          className: "pl-6 min-w-40",
          cell: ({ direction }) => (
            <Change
              {...looks[direction]}
              words={t(`practice.areas.directions.${direction}`, { sessions: 2 * of })}
            />
          ),
        },
        {
          label: t("practice.areas.last_named"),
          align: "end",
          className: "whitespace-nowrap",
          cell: ({ last_named }) => last_named,
        },
      ]}
    />
  );
}
