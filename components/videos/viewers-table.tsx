"use client";

import { useMemo } from "react";
import { HoverLine } from "@/components/charts/hover-line";
import { ChartSurface } from "@/components/charts/surface";
import { PersonLink } from "@/components/learners/person-link";
import type { Column } from "@/components/tables/column";
import { DataTable } from "@/components/tables/data-table";
import { Pager } from "@/components/tables/pager";
import { SearchField, useFilter } from "@/components/tables/toolbar";
import { type PageOf, useDataTable } from "@/components/tables/use-data-table";
import { choiceOf, Menu } from "@/components/ui/menu";
import { useLanguage } from "@/components/ui/use-language";
import type { ViewerRow } from "@/lib/domain/videos/schema";
import type { Language } from "@/lib/language/language";
import { mediaTime } from "@/lib/language/numbers";
import { isAtEnd, stopText, stopTick, ViewerStrip } from "./viewer-strip";

/** A viewer as the table shows them: an anonymous playback has no id of its own. */
type Line = ViewerRow & { id: string; durationSeconds: number };

const strip = (line: Line) => (
  <ViewerStrip
    strip={line.strip}
    durationSeconds={line.durationSeconds}
    tick={stopTick(line.position_seconds, line.durationSeconds)}
  />
);

/** A user's own name; the others by their kind and a mark, which the answer has in English: "Visitor 3f2a". */
function nameIn({ kind, user_id, name }: Line, { t }: Language): string {
  if (kind === "user") return user_id ? name : t("videos.viewers.former");
  return t(`videos.viewers.${kind}`, { mark: name.slice(name.indexOf(" ") + 1) });
}

function Name({ line }: { line: Line }) {
  const name = nameIn(line, useLanguage());
  return (
    <PersonLink userId={line.user_id} className="block truncate font-medium" title={line.email ?? name}>
      {name}
    </PersonLink>
  );
}

/** The plot, the gap and the rail (name, seen 48, stopped 72), as in the chart above. */
const columnsIn = (language: Language): Column<Line>[] => [
  {
    id: "strip",
    label: language.t("videos.viewers.watched"),
    fixed: true,
    className: "pr-(--gap)!",
    cell: strip,
  },
  {
    id: "name",
    label: language.t("videos.viewers.viewer"),
    fixed: true,
    className: "w-[calc(var(--rail)-120px)] px-0!",
    cell: (line) => <Name line={line} />,
  },
  {
    id: "watched",
    label: language.t("videos.viewers.seen"),
    align: "end",
    className: "w-12 px-0! tabular-nums",
    cell: (line) => language.percent(line.watched_percentage, 0),
  },
  {
    id: "stopped",
    label: language.t("videos.viewers.stopped"),
    align: "end",
    className: "w-18 px-0! tabular-nums [td&]:text-ink-3",
    cell: (line) => stopText(line.position_seconds, line.durationSeconds, language),
  },
];

/** One row per viewer: their strip on the player's axis, then name, share seen and where they stopped. */
export function ViewersTable({
  rows,
  durationSeconds,
  limit,
  total,
  note,
  empty,
}: PageOf<ViewerRow> & {
  durationSeconds: number;
  note?: string | undefined;
  /** In place of the rows when there are none. */
  empty: string;
}) {
  const language = useLanguage();
  const { t, percent } = language;
  const columns = useMemo(() => columnsIn(language), [language]);
  const lines = useMemo(
    () => rows.map((row, index) => ({ ...row, id: row.user_id ?? `${row.name}-${index}`, durationSeconds })),
    [rows, durationSeconds],
  );
  const table = useDataTable({
    name: "viewers",
    columns,
    rows: lines,
    rowId: (line) => line.id,
    limit,
    total,
  });
  return (
    <>
      <div className="relative rail:-mt-4">
        <DataTable
          table={table}
          label={t("ui.viewers")}
          height="low"
          empty={<p className="text-ink-2">{empty}</p>}
          fixedWidths
          phoneRow={(line) => (
            <>
              {strip(line)}
              <div className="mt-1 flex justify-between gap-3">
                <Name line={line} />
                <span className="flex-none text-ink-3 tabular-nums">
                  {t.rich("videos.viewers.line", {
                    share: percent(line.watched_percentage, 0),
                    end: isAtEnd(line.position_seconds, line.durationSeconds) ? "yes" : "no",
                    time: mediaTime(line.position_seconds),
                    seen: (text) => <span className="text-ink">{text}</span>,
                  })}
                </span>
              </div>
            </>
          )}
        />
        {lines.length > 0 ? (
          <ChartSurface
            length={durationSeconds}
            className="absolute inset-y-0 left-0 right-[calc(var(--gap)+var(--rail))] cursor-pointer touch-pan-y max-rail:hidden"
          >
            <HoverLine length={durationSeconds} top={36} />
          </ChartSurface>
        ) : null}
      </div>
      <Pager table={table} noun="viewers" note={note} />
    </>
  );
}

/** The orders that the viewers' query knows, each with its message. */
const orders = [
  ["-watched", "watched_first"],
  ["-recent", "recent_first"],
  ["-replays", "replays_first"],
  ["stopped", "stopped_first"],
  ["name", "by_name"],
] as const;

/** Search and order of the viewers, kept in the URL. */
export function ViewersTools() {
  const { t } = useLanguage();
  const [order, setOrder] = useFilter("viewers", "sort");
  const [chosen, message] = orders.find(([value]) => value === order) ?? orders[0];
  const choices = orders.map(([value, key]) => ({ value, label: t(`videos.viewers.${key}`) }));
  return (
    <div className="mr-2 flex flex-wrap items-center gap-2 max-columns:w-[100cqi]">
      <SearchField name="viewers" label={t("videos.viewers.find")} />
      <Menu
        label={t(`videos.viewers.${message}`)}
        align="end"
        entries={choiceOf(choices, chosen, (value) => setOrder(value === orders[0][0] ? null : value))}
      />
    </div>
  );
}
