"use client";

import { useMemo } from "react";
import { PersonLink } from "@/components/learners/person-link";
import { orDash, type Shown, time } from "@/components/tables/cells";
import type { Column } from "@/components/tables/column";
import { DataTable } from "@/components/tables/data-table";
import { Pager } from "@/components/tables/pager";
import { FilterMenu, Toolbar } from "@/components/tables/toolbar";
import { type PageOf, useDataTable } from "@/components/tables/use-data-table";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { Empty } from "@/components/ui/empty";
import { useLanguage } from "@/components/ui/use-language";
import { cancelWorkAction } from "@/lib/domain/work/actions";
import type { Work } from "@/lib/domain/work/schema";
import type { Language } from "@/lib/language/language";
import { isOpen, workStates } from "@/lib/platform/work";
import { useLatestWork, WorkProgress, WorkState } from "./progress";

/** Work with its instants as texts. */
export type ShownWork = Work & { added: Shown; begins: Shown | null; ended: Shown | null };

function CancelWork({ row }: { row: ShownWork }) {
  const { t } = useLanguage();
  if (!isOpen(row)) return null;
  const { title } = row;
  return (
    <ConfirmButton
      button={{
        look: "quiet",
        className: "-mr-3",
        disabled: row.cancel_requested_at !== null,
        "aria-label": t("work.table.cancel_named", { title }),
        children: t(row.cancel_requested_at ? "work.table.cancelling" : "ui.cancel"),
      }}
      title={t("work.table.cancel_named", { title })}
      description={t("work.table.cancel_about")}
      confirm={t("work.table.cancel_work")}
      confirming={t("work.table.cancelling")}
      cancel={t("work.table.cancel_keep")}
      done={t("work.table.cancel_asked", { title })}
      action={() => cancelWorkAction({ workId: row.id })}
    />
  );
}

const columnsIn = ({ t }: Language): Column<ShownWork>[] => [
  {
    id: "title",
    label: t("work.table.work"),
    fixed: true,
    cell: (row) => <span className="font-medium [overflow-wrap:anywhere]">{row.title}</span>,
    detail: (row) => row.error,
  },
  {
    id: "state",
    label: t("ui.status"),
    phone: (row) => <WorkState state={row.state} />,
    cell: (row) => <WorkState state={row.state} />,
  },
  {
    id: "progress",
    label: t("work.table.progress"),
    phone: "strip",
    cell: (row) =>
      row.state === "waiting" && row.begins ? (
        <span className="whitespace-nowrap">{t("work.table.begins", { at: row.begins.full })}</span>
      ) : (
        <WorkProgress work={row} />
      ),
  },
  {
    id: "by",
    label: t("work.table.begun_by"),
    cell: (row) => (
      <PersonLink userId={row.created_by === null ? null : row.user_id}>
        {row.created_by ?? t("work.table.system")}
      </PersonLink>
    ),
  },
  {
    id: "when",
    label: t("work.table.added"),
    phone: (row) => time(row.added),
    cell: (row) => time(row.added),
  },
  { id: "ended", label: t("work.table.ended"), cell: (row) => orDash(row.ended, time) },
  {
    id: "cancel",
    label: t("ui.action"),
    align: "end",
    phone: (row) => (isOpen(row) ? <CancelWork row={row} /> : null),
    cell: (row) => <CancelWork row={row} />,
  },
];

/** The work in the background that the reader may see; what runs is live. */
export function WorkTable({ rows, total, limit, filtered }: PageOf<ShownWork> & { filtered: boolean }) {
  const language = useLanguage();
  const { t } = language;
  const columns = useMemo(() => columnsIn(language), [language]);
  const latest = useLatestWork(rows);
  const table = useDataTable({
    columns,
    rows: rows.map((row) => ({ ...row, ...latest.get(row.id) })),
    rowId: (row) => row.id,
    limit,
    total,
  });
  return (
    <>
      <Toolbar>
        <FilterMenu
          filter="state"
          label={t("ui.status")}
          options={workStates.map((value) => ({ value, label: t(`work.state.${value}`) }))}
        />
      </Toolbar>
      <DataTable
        table={table}
        label={t("work.table.name")}
        height="tall"
        empty={
          filtered ? (
            <Empty title={t("work.table.no_match")}>{t("work.table.no_match_about")}</Empty>
          ) : (
            <Empty title={t("work.table.none")}>{t("work.table.none_about")}</Empty>
          )
        }
      />
      {total > limit ? <Pager table={table} /> : null}
    </>
  );
}
