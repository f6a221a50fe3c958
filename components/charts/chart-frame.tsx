"use client";

import { type ReactNode, useId, useRef, useState } from "react";
import { SectionHead, Split } from "@/components/ui/section";
import { notify } from "@/components/ui/toast";

type Props = {
  /** A sentence with the finding, or the subject where none was found. */
  title: string;
  /** What is drawn, its unit and its base. */
  sub: string;
  /** The same for the PNG, which nobody can click; default: `sub`. */
  printedSub?: string;
  tools?: ReactNode;
  /** Beside the plot, in the rail; hidden on a phone. Without one the plot takes the whole width. */
  rail?: ReactNode;
  /** Under the plot on a phone (numbered moments). */
  below?: ReactNode;
  /** The same numbers as rows. */
  table: ReactNode;
  csvHref: string;
  /** The PNG's name, without its ending. */
  fileName: string;
  note?: string;
  children: ReactNode;
};

const footButton =
  "-mx-0.5 h-6 px-0.5 font-medium text-ink-2 no-underline hover:text-accent hover:no-underline";

/** A chart's frame: what was found, what is drawn, the plot and its rail, and the ways to take it along. */
export function ChartFrame(props: Props) {
  const {
    title,
    sub,
    printedSub = sub,
    tools,
    rail,
    below,
    table,
    csvHref,
    fileName,
    note,
    children,
  } = props;
  const [tableShown, setTableShown] = useState(false);
  const plot = useRef<HTMLDivElement>(null);
  const tableId = useId();

  async function savePng() {
    const [svg, ...more] =
      plot.current?.querySelectorAll<SVGSVGElement>("svg.recharts-surface, svg[data-plot]") ?? [];
    if (!svg) return notify("The chart is not drawn yet. Try again in a moment.");
    try {
      // Wanted by few: loaded when somebody does.
      const { chartPng, saveFile } = await import("./png");
      saveFile(await chartPng([svg, ...more], title, printedSub), `${fileName}.png`);
    } catch {
      notify("The PNG could not be made in this browser. The table and the CSV have the same numbers.", {
        tone: "bad",
      });
    }
  }

  const drawn = (
    <div ref={plot} data-chart className="min-w-0 text-ink-2">
      {children}
      {below ? <div className="desk:hidden">{below}</div> : null}
    </div>
  );

  return (
    <section>
      <div className="[&>div]:mb-2">
        <SectionHead title={title} sub={sub} tools={tools} />
      </div>
      {rail ? (
        <Split>
          {drawn}
          <div className="max-desk:hidden">{rail}</div>
        </Split>
      ) : (
        drawn
      )}
      <div className="mt-2.5 flex items-center gap-4 text-axis leading-6 text-ink-3 print:hidden">
        <button
          type="button"
          className={footButton}
          aria-expanded={tableShown}
          aria-controls={tableId}
          onClick={() => setTableShown(!tableShown)}
        >
          {tableShown ? "Hide table" : "Table"}
        </button>
        <button type="button" className={footButton} onClick={savePng}>
          PNG
        </button>
        <a href={csvHref} download className={footButton}>
          CSV
        </a>
        {note ? <span className="ml-auto max-desk:hidden">{note}</span> : null}
      </div>
      <div id={tableId} hidden={!tableShown}>
        {tableShown ? table : null}
      </div>
    </section>
  );
}
