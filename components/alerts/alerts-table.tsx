"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useMemo, useRef } from "react";
import { useOpenAlerts } from "@/components/shell/alert-count";
import { type Shown, time } from "@/components/tables/cells";
import type { Column } from "@/components/tables/column";
import { DataTable } from "@/components/tables/data-table";
import { Pager } from "@/components/tables/pager";
import { FilterMenu, Toolbar } from "@/components/tables/toolbar";
import { type PageOf, useDataTable } from "@/components/tables/use-data-table";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { Menu } from "@/components/ui/menu";
import { Tag } from "@/components/ui/tag";
import { useAction } from "@/components/ui/use-action";
import { useLanguage } from "@/components/ui/use-language";
import { changeAlertAction } from "@/lib/domain/alerts/actions";
import { type Alert, type AlertInput, alertStates } from "@/lib/domain/alerts/schema";
import type { Language } from "@/lib/language/language";
import { alertKinds } from "@/lib/platform/alert-kinds";

/** An alert with its instants as texts. */
export type ShownAlert = Alert & { raised: Shown; until: string | null };

const pips = { open: "bad", snoozed: "planned", done: "rest", resolved: "good" } as const;

function AlertState({ row: { state, until } }: { row: ShownAlert }) {
  const { t } = useLanguage();
  return (
    <>
      <Tag pip={pips[state]}>{t(`alerts.state.${state}`)}</Tag>
      {until ? (
        <small className="block text-axis text-ink-3">{t("alerts.table.until", { at: until })}</small>
      ) : null}
    </>
  );
}

/** Snooze and done, or for what was put away, open again. */
function AlertActions({ row: { id, state, title } }: { row: ShownAlert }) {
  const { t } = useLanguage();
  const { run, busy } = useAction((input: AlertInput) => changeAlertAction(id, input), {
    toast: true,
    kept: t("alerts.table.unchanged"),
    done: (_, { done, snooze }) => {
      if (done) return t("alerts.table.done_told");
      return t(snooze && snooze !== "none" ? "alerts.table.snoozed" : "alerts.table.opened");
    },
  });
  if (state === "resolved") return null;
  if (state !== "open")
    return (
      <Button
        look="quiet"
        className="-mr-3"
        disabled={busy}
        aria-label={t("alerts.table.open_again_named", { title })}
        onClick={() => run({ snooze: "none" })}
      >
        {t("alerts.table.open_again")}
      </Button>
    );
  return (
    <span className="-mr-3 inline-flex items-center max-columns:mr-0 max-columns:-ml-3">
      <Menu
        label={t("alerts.table.snooze")}
        name={t("alerts.table.snooze_named", { title })}
        look="quiet"
        align="end"
        entries={(["hour", "tomorrow", "week"] as const).map((snooze) => ({
          type: "action",
          label: t(`alerts.snooze.${snooze}`),
          onSelect: () => run({ snooze }),
        }))}
      />
      <Button
        look="quiet"
        disabled={busy}
        aria-label={t("alerts.table.done_named", { title })}
        onClick={() => run({ done: true })}
      >
        {t("alerts.table.done")}
      </Button>
    </span>
  );
}

const columnsIn = ({ t }: Language): Column<ShownAlert>[] => [
  {
    id: "alert",
    label: t("alerts.table.alert"),
    fixed: true,
    className: "min-w-80",
    cell: (row) => (
      <Link href={row.href} className="font-medium [overflow-wrap:anywhere]">
        {row.title}
      </Link>
    ),
    detail: (row) => (
      <span className="block max-w-160 text-pretty text-small text-ink-2">
        {row.text} {row.advice}
      </span>
    ),
  },
  {
    id: "state",
    label: t("ui.status"),
    phone: (row) => <AlertState row={row} />,
    cell: (row) => <AlertState row={row} />,
  },
  {
    id: "raised",
    label: t("alerts.table.raised"),
    phone: (row) => time(row.raised),
    cell: (row) => time(row.raised),
  },
  {
    id: "actions",
    label: t("ui.action"),
    align: "end",
    phone: (row) => (row.state === "resolved" ? null : <AlertActions row={row} />),
    cell: (row) => <AlertActions row={row} />,
  },
];

/** The alerts of the reader. The page is read again when the number of open ones changes. */
export function AlertsTable({
  rows,
  total,
  limit,
  filtered,
  open: given,
}: PageOf<ShownAlert> & { filtered: boolean; open: number }) {
  const language = useLanguage();
  const { t } = language;
  const router = useRouter();
  const open = useOpenAlerts(given);
  const shown = useRef(given);
  useEffect(() => {
    if (open === given) shown.current = given;
    else if (open !== shown.current) {
      shown.current = open;
      router.refresh();
    }
  }, [open, given, router]);
  const columns = useMemo(() => columnsIn(language), [language]);
  const table = useDataTable({ columns, rows, rowId: (row) => row.id, limit, total });
  return (
    <>
      <Toolbar>
        <FilterMenu
          filter="state"
          label={t("ui.status")}
          options={alertStates.map((value) => ({ value, label: t(`alerts.state.${value}`) }))}
        />
        <FilterMenu
          filter="kind"
          label={t("alerts.table.kind")}
          options={alertKinds.map((value) => ({ value, label: t(`alerts.kinds.${value}.name`) }))}
        />
      </Toolbar>
      <DataTable
        table={table}
        label={t("alerts.table.name")}
        height="tall"
        empty={
          filtered ? (
            <Empty title={t("alerts.table.no_match")}>{t("alerts.table.no_match_about")}</Empty>
          ) : (
            <Empty title={t("alerts.table.none")}>{t("alerts.table.none_about")}</Empty>
          )
        }
      />
      {total > limit ? <Pager table={table} /> : null}
    </>
  );
}
