"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { type Shown, time } from "@/components/tables/cells";
import type { Column } from "@/components/tables/column";
import { DataTable } from "@/components/tables/data-table";
import { Pager } from "@/components/tables/pager";
import { type PageOf, useDataTable } from "@/components/tables/use-data-table";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { Empty } from "@/components/ui/empty";
import { Tag } from "@/components/ui/tag";
import { requestRoute } from "@/components/ui/use-action";
import type { ImportRow } from "@/lib/domain/sessions/imports/schema";
import { count } from "@/lib/platform/format";

/** An import with its format and instants as texts. */
type ShownImport = ImportRow & {
  format_name: string;
  when: Shown;
  undone: Shown | null;
};

const columns: Column<ShownImport>[] = [
  {
    id: "file",
    label: "File",
    fixed: true,
    cell: (row) => <span className="font-medium [overflow-wrap:anywhere]">{row.file_name}</span>,
    detail: (row) => row.format_name,
  },
  {
    id: "session",
    label: "Session",
    cell: (row) =>
      row.session_title === null ? (
        "Removed with the import"
      ) : (
        <Link href={`/sessions/${row.session_id}`}>{row.session_title}</Link>
      ),
  },
  { id: "people", label: "People", align: "end", cell: (row) => count(row.people) },
  { id: "by", label: "Imported by", cell: (row) => row.imported_by },
  {
    id: "when",
    label: "When",
    cell: (row) => time(row.when),
  },
  {
    id: "undo",
    label: "Action",
    align: "end",
    cell: (row) =>
      row.undone ? (
        <span title={`${row.undone.full}, ${row.undone_by}`}>
          <Tag>Undone {row.undone.text}</Tag>
        </span>
      ) : (
        <UndoImport row={row} />
      ),
  },
];

/** The imported reports, each with its Undo. */
export function ImportsTable({ rows, total, limit }: PageOf<ShownImport>) {
  const table = useDataTable({ columns, rows, rowId: (row) => row.id, limit, total });
  return (
    <>
      <DataTable
        table={table}
        label="Imported reports"
        height="tall"
        empty={<Empty title="No imports yet">Imported reports appear here; you can undo each.</Empty>}
      />
      {total > limit ? <Pager table={table} noun="imports" /> : null}
    </>
  );
}

function UndoImport({ row }: { row: ShownImport }) {
  const router = useRouter();
  return (
    <ConfirmButton
      button={{
        look: "quiet",
        className: "-mr-3",
        "aria-label": `Undo the import of ${row.file_name}`,
        children: "Undo",
      }}
      title={`Undo the import of ${row.file_name}`}
      description={
        row.made_session
          ? "The people and times it added are removed, and the session too if nothing else was recorded in it. You can import the file again."
          : "The people and times it added are removed; everything else in the session stays. You can import the file again."
      }
      confirm="Undo the import"
      confirming="Undoing"
      cancel="Keep it"
      done="The import is undone."
      action={async () => {
        const result = await requestRoute(`/api/admin/training/imports/${row.id}`, { method: "DELETE" });
        if (result.ok) router.refresh();
        return result;
      }}
    />
  );
}
