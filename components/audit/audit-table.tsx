"use client";

import { useMemo } from "react";
import { PersonLink } from "@/components/learners/person-link";
import { orDash, type Shown, time } from "@/components/tables/cells";
import type { Column } from "@/components/tables/column";
import { DataTable } from "@/components/tables/data-table";
import type { RangeChoices } from "@/components/tables/range-choices";
import { RangeMenu } from "@/components/tables/range-menu";
import { SimpleTable } from "@/components/tables/simple-table";
import { ClearFilters, FilterMenu, SearchField, Toolbar } from "@/components/tables/toolbar";
import { useDataTable } from "@/components/tables/use-data-table";
import { Empty } from "@/components/ui/empty";
import { LinkButton } from "@/components/ui/link-button";
import { useLanguage } from "@/components/ui/use-language";
import { valueText } from "@/lib/domain/audit/changes";
import type { AuditEntry } from "@/lib/domain/audit/schema";
import type { Language } from "@/lib/language/language";

/** An entry with its instant and its action in words. */
export type ShownEntry = AuditEntry & { when: Shown; action_name: string };

const Value = ({ value }: { value: unknown }) => (
  <span className="[overflow-wrap:anywhere]">{orDash(value === null ? null : valueText(value), String)}</span>
);

function Changes({ changes }: Pick<AuditEntry, "changes">) {
  const { t } = useLanguage();
  if (!changes.length) return orDash(null, String);
  return (
    <details>
      <summary className="cursor-pointer">{t("audit.table.changed", { count: changes.length })}</summary>
      <SimpleTable
        label={t("audit.table.changes")}
        className="my-2 max-w-160"
        height="low"
        rows={changes}
        rowKey={({ field }) => field}
        columns={[
          { label: t("audit.table.field"), cell: ({ field }) => field.replaceAll("_", " ") },
          { label: t("audit.table.before"), cell: ({ before }) => <Value value={before} /> },
          { label: t("audit.table.after"), cell: ({ after }) => <Value value={after} /> },
        ]}
      />
    </details>
  );
}

const whoDid = (row: ShownEntry, t: Language["t"]) =>
  row.actor ?? (row.actor_id ? t("audit.table.gone") : t("audit.table.system"));

const actor = (row: ShownEntry, t: Language["t"]) => (
  <PersonLink userId={row.actor === null ? null : row.actor_id}>{whoDid(row, t)}</PersonLink>
);

const target = (row: ShownEntry) => (
  <PersonLink
    userId={row.target && row.target_type === "user" ? row.target_id : null}
    className="[overflow-wrap:anywhere]"
  >
    {row.target ?? row.target_type}
  </PersonLink>
);

const columnsIn = ({ t }: Language): Column<ShownEntry>[] => [
  { id: "at", label: t("ui.when"), fixed: true, cell: (row) => time(row.when) },
  {
    id: "actor",
    label: t("audit.table.who"),
    phone: (row) => actor(row, t),
    cell: (row) => actor(row, t),
  },
  {
    id: "action",
    label: t("ui.action"),
    phone: (row) => row.action_name,
    cell: (row) => row.action_name,
  },
  {
    id: "target",
    label: t("audit.table.of"),
    phone: (row) => row.target && target(row),
    cell: target,
    detail: (row) => (row.target ? row.target_type : row.target_id),
  },
  {
    id: "changes",
    label: t("audit.table.changes"),
    phone: "strip",
    cell: (row) => <Changes changes={row.changes} />,
  },
  { id: "address", label: t("audit.table.address"), cell: (row) => orDash(row.address, String) },
  {
    id: "request",
    label: t("audit.table.request"),
    hidden: true,
    cell: (row) => orDash(row.request_id, String),
  },
];

/** The audit log, searched by the server; its pages go by key. */
export function AuditTable({
  rows,
  actions,
  range,
  filtered,
  older,
  newest,
}: {
  rows: ShownEntry[];
  actions: { value: string; label: string }[];
  range: RangeChoices;
  filtered: boolean;
  /** The addresses of the next page and the first; null where there is none. */
  older: string | null;
  newest: string | null;
}) {
  const language = useLanguage();
  const { t } = language;
  const columns = useMemo(() => columnsIn(language), [language]);
  const table = useDataTable({
    columns,
    rows,
    rowId: (row) => row.id,
    limit: Math.max(rows.length, 1),
    total: rows.length,
  });
  return (
    <>
      <Toolbar>
        <SearchField label={t("audit.table.search")} />
        <FilterMenu filter="action" label={t("ui.action")} options={actions} />
        <RangeMenu range={range} />
        {filtered ? <ClearFilters href="/audit" /> : null}
      </Toolbar>
      <DataTable
        table={table}
        label={t("audit.table.name")}
        empty={
          filtered ? (
            <Empty title={t("audit.table.no_match")}>{t("audit.table.no_match_about")}</Empty>
          ) : (
            <Empty title={t("audit.table.none")}>{t("audit.table.none_about")}</Empty>
          )
        }
      />
      {older || newest ? (
        <nav aria-label={t("audit.table.pages")} className="flex justify-end gap-1 pt-3 print:hidden">
          {newest ? <LinkButton href={newest}>{t("audit.table.newest")}</LinkButton> : null}
          {older ? <LinkButton href={older}>{t("audit.table.older")}</LinkButton> : null}
        </nav>
      ) : null}
    </>
  );
}
