"use client";

import { type ReactNode, useId, useRef, useState } from "react";
import { useScriptless } from "@/components/shell/scriptless";
import { SimpleTable } from "@/components/tables/simple-table";
import { classNames } from "@/components/ui/class-names";
import { saveCsv, saveFile } from "@/components/ui/save-file";
import { SectionHead, Split } from "@/components/ui/section";
import { notify } from "@/components/ui/toast";
import { useLanguage } from "@/components/ui/use-language";

/** The chart's values as rows: the frame makes its table from them, and its CSV if no export route exists. */
export type ChartRows = {
  head: readonly string[];
  /** A number is formatted in the table and exact in the CSV; other values are shown unchanged. */
  rows: readonly (readonly (string | number)[])[];
};

type FrameData = { table: ReactNode; csvHref: string } | { rows: ChartRows; csvHref?: string };

type Props = {
  /** A sentence with the finding, or the subject if there is none. */
  title: string;
  /** What is drawn, its unit and its base. */
  sub?: string;
  /** The same for the PNG, without "click"; default: `sub`. */
  printedSub?: string;
  tools?: ReactNode;
  /** Whether it is a section of the page or one of several charts in a section. */
  level?: "section" | "part";
  /** Beside the plot, in the rail; hidden on a phone. Without it the plot takes the full width. */
  rail?: ReactNode;
  /** Under the plot on a phone (numbered moments). */
  below?: ReactNode;
  /** The PNG's name, without its ending. */
  fileName: string;
  note?: string;
  /** Shown in place of the chart when it has no values. */
  empty?: ReactNode;
  children: ReactNode;
} & FrameData;

const footButton =
  "-mx-0.5 h-6 px-0.5 font-medium text-ink-2 no-underline hover:text-accent hover:no-underline";

/** A chart's frame: title, subtitle, the plot with its rail, and the table, CSV and PNG. */
export function ChartFrame(props: Props) {
  const { title, sub = "", printedSub = sub, level = "section", rail, below, fileName, note, empty } = props;
  const { t } = useLanguage();
  const scriptless = useScriptless();
  const [opened, setTableShown] = useState(false);
  const tableShown = opened || scriptless;
  const plot = useRef<HTMLDivElement>(null);
  const tableId = useId();

  async function savePng() {
    const [svg, ...more] = plot.current?.querySelectorAll<SVGSVGElement>("svg.recharts-surface") ?? [];
    if (!svg) return notify(t("charts.not_drawn"));
    try {
      // Loaded on demand: few readers export a PNG.
      const { chartPng } = await import("./png");
      saveFile(await chartPng([svg, ...more], title, printedSub), `${fileName}.png`);
    } catch {
      notify(t("charts.no_png"), { tone: "bad" });
    }
  }

  async function saveRows() {
    if (!("rows" in props)) return;
    const { head, rows } = props.rows;
    const columns = head.map((header, index) => ({
      header,
      value: (row: readonly (string | number)[]) => row[index] ?? null,
    }));
    await saveCsv(columns, rows, fileName);
  }

  const drawn = (
    <div ref={plot} data-chart className="min-w-0 text-ink-2">
      {scriptless ? null : props.children}
      {below ? <div className="rail:hidden">{below}</div> : null}
    </div>
  );

  if (empty)
    return (
      <section>
        <Head {...props} />
        {empty}
      </section>
    );
  return (
    <section className="break-inside-avoid">
      <Head {...props} />
      {rail ? (
        <Split>
          {drawn}
          <div className="max-rail:hidden">{rail}</div>
        </Split>
      ) : (
        drawn
      )}
      <div
        className={classNames(
          "flex items-center gap-4 text-axis leading-6 text-ink-3 print:hidden",
          level === "section" ? "mt-2.5" : "mt-1.5",
        )}
      >
        {scriptless ? null : (
          <>
            <button
              type="button"
              className={footButton}
              aria-expanded={tableShown}
              aria-controls={tableId}
              onClick={() => setTableShown(!tableShown)}
            >
              {tableShown ? t("charts.hide_table") : t("charts.table")}
            </button>
            <button type="button" className={footButton} onClick={savePng}>
              {t("ui.png")}
            </button>
          </>
        )}
        {props.csvHref ? (
          <a href={props.csvHref} download className={footButton}>
            {t("ui.csv")}
          </a>
        ) : scriptless ? null : (
          <button type="button" className={footButton} onClick={() => void saveRows()}>
            {t("ui.csv")}
          </button>
        )}
        {note ? <span className="ml-auto max-rail:hidden">{note}</span> : null}
      </div>
      <div id={tableId} hidden={!tableShown}>
        {tableShown ? "rows" in props ? <RowsTable label={title} rows={props.rows} /> : props.table : null}
      </div>
    </section>
  );
}

function Head({ title, sub, tools, level = "section" }: Props) {
  if (level === "section")
    return (
      <div className="[&>div]:mb-2">
        <SectionHead title={title} sub={sub} tools={tools} />
      </div>
    );
  return (
    <div className="mb-3 flex items-start justify-between gap-2">
      <div className="min-w-0">
        <h3 className="text-body font-semibold">{title}</h3>
        {sub ? <p className="text-small text-ink-2">{sub}</p> : null}
      </div>
      {tools ? <span className="-my-0.5 -mr-2 flex-none print:hidden">{tools}</span> : null}
    </div>
  );
}

export function RowsTable({ label, rows: { head, rows } }: { label: string; rows: ChartRows }) {
  const { count } = useLanguage();
  const said = (value: string | number | undefined) =>
    typeof value === "number" ? count(value) : (value ?? "");
  return (
    <div className="mt-3 w-fit">
      <SimpleTable
        label={label}
        height="low"
        wide
        rows={rows}
        rowKey={(_, index) => index}
        columns={head.map((name, index) => ({
          label: name,
          cell: (row: readonly (string | number)[]) => said(row[index]),
          align: index > 0 ? "end" : "start",
          className: "pr-6",
        }))}
      />
    </div>
  );
}
