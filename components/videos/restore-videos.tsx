"use client";

import { useRouter } from "next/navigation";
import { SelectionBar } from "@/components/tables/selection-bar";
import type { Table } from "@/components/tables/use-data-table";
import { Button } from "@/components/ui/button";
import { sendJson } from "@/components/ui/send-json";
import { useAction } from "@/components/ui/use-action";
import { useLanguage } from "@/components/ui/use-language";
import type { VideoRow } from "./columns";

/** Archives each of these videos, or restores it; ends with the first that fails. */
async function archiveAll(ids: readonly string[], archived: boolean) {
  for (const id of ids) {
    const answer = await sendJson<unknown>("PATCH", `/api/admin/analytics/videos/${id}`, { archived });
    if (!answer.ok) return answer;
  }
  return { ok: true as const, value: ids };
}

/** Restores the selected ones of the archived videos. Load it lazily. */
export default function RestoreVideos({ table }: { table: Table<VideoRow> }) {
  const { t } = useLanguage();
  const router = useRouter();
  // Those on other pages too.
  const selected = Object.keys(table.state.rowSelection);
  const { run, busy } = useAction(archiveAll, {
    toast: true,
    done: (ids, _, archived) => {
      table.setRowSelection({});
      router.refresh();
      const count = ids.length;
      return archived
        ? t("videos.table.archived_again", { count })
        : { text: t("videos.table.restored", { count }), undo: () => run(ids, true) };
    },
  });
  return (
    <SelectionBar
      count={selected.length}
      text={t("videos.table.selected", { count: selected.length })}
      onClear={() => table.setRowSelection({})}
    >
      <Button look="primary" disabled={busy} onClick={() => run(selected, false)}>
        {t("videos.table.restore", { count: selected.length })}
      </Button>
    </SelectionBar>
  );
}
