"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { lazy, Suspense, useMemo, useRef, useState } from "react";
import { type Shown, time } from "@/components/tables/cells";
import type { Column } from "@/components/tables/column";
import { DataTable } from "@/components/tables/data-table";
import { Pager } from "@/components/tables/pager";
import { SelectionBar } from "@/components/tables/selection-bar";
import { FilterMenu, SearchField, Toolbar } from "@/components/tables/toolbar";
import { type PageOf, useDataTable } from "@/components/tables/use-data-table";
import { Button } from "@/components/ui/button";
import { FormError } from "@/components/ui/form";
import { requestRoute, useAction } from "@/components/ui/use-action";
import { useLanguage } from "@/components/ui/use-language";
import type { VideoAddress } from "@/lib/domain/videos/schema";
import type { ActionResult } from "@/lib/http/action";
import type { Language } from "@/lib/language/language";
import { siteOf } from "./address-title";

const AddressDialog = lazy(() => import("./address-dialog"));

export type AddressRow = VideoAddress & { seen: Shown };
type Change = { video_id: string } | { ignored: boolean } | { title: string; course_id: string };
export type Item = { address_id: string } & Change;
type Result = { index: number; status: number; id?: string; message?: string };

type Props = PageOf<AddressRow> & {
  status: VideoAddress["status"];
  courses: { value: string; label: string }[];
  sites: string[];
  narrowed: boolean;
};

const columnsIn = ({ t, count }: Language, status: VideoAddress["status"]): Column<AddressRow>[] => [
  {
    id: "address",
    label: t("videos.addresses.address"),
    fixed: true,
    sortable: true,
    className: "min-w-56",
    cell: (row) => <span className="[overflow-wrap:anywhere]">{row.address}</span>,
    detail: (row) =>
      [siteOf(row.page_url), row.course_title ?? row.course_reference].filter(Boolean).join(" · "),
  },
  ...(status === "mapped"
    ? [
        {
          id: "video",
          label: t("ui.video"),
          cell: (row: AddressRow) =>
            row.video_id ? <Link href={`/videos/${row.video_id}`}>{row.video_title}</Link> : null,
          phone: (row: AddressRow) => row.video_title,
        },
      ]
    : []),
  {
    id: "waiting",
    label: t("videos.addresses.views_waiting"),
    align: "end",
    sortable: true,
    first: "down",
    cell: (row) => count(row.waiting_playbacks),
    phone: (row) => t("videos.addresses.phone_waiting", { count: row.waiting_playbacks }),
  },
  {
    id: "recent",
    label: t("videos.addresses.last_seen"),
    sortable: true,
    first: "down",
    cell: (row) => time(row.seen),
    phone: (row) => time(row.seen),
  },
];

const latestFirst = { id: "recent", desc: true };

/** The addresses of one status: search, site and order in the URL; what is selected can be given a video or ignored, up to a hundred at once. */
export function AddressesTable({ rows, total, limit, status, courses, sites, narrowed }: Props) {
  const language = useLanguage();
  const { t } = language;
  const router = useRouter();
  const [opened, setOpened] = useState<"make" | "map" | null>(null);
  const [failed, setFailed] = useState<{ address: string; message: string }[]>([]);
  const bar = useRef<HTMLButtonElement>(null);
  const table = useDataTable({
    columns: useMemo(() => columnsIn(language, status), [language, status]),
    rows,
    rowId: (row) => row.id,
    limit,
    total,
    defaultSort: latestFirst,
    selectable: true,
  });
  const selected = table.getSelectedRowModel().rows.map(({ original }) => original);

  /** Sends the changes; those that fail stay listed with their reasons. */
  async function send(items: Item[]): Promise<ActionResult<{ items: Item[]; results: Result[] }>> {
    const answer = await requestRoute<{ results: Result[] }>("/api/admin/analytics/addresses", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ items }),
    });
    return answer.ok ? { ok: true, value: { items, results: answer.value.results } } : answer;
  }
  const { run, busy, problem } = useAction(send, {
    kept: t("videos.addresses.not_saved"),
    done: ({ items, results }) => {
      const addressOf = new Map(rows.map(({ id, address }) => [id, address]));
      const failures = results.flatMap(({ index, id, message = "" }) =>
        id === undefined ? [{ address: addressOf.get(items[index]?.address_id ?? "") ?? "", message }] : [],
      );
      setFailed(failures);
      setOpened(null);
      table.setRowSelection({});
      router.refresh();
      const done = items.filter((_, index) => results[index]?.id !== undefined);
      const [first] = done;
      if (!first) return undefined;
      if (!("ignored" in first)) return t("videos.addresses.saved", { count: done.length });
      if (!first.ignored) return t("videos.addresses.waits_again", { count: done.length });
      return {
        text: t("videos.addresses.ignored", { count: done.length }),
        undo: () => run(done.map(({ address_id }) => ({ address_id, ignored: false }))),
      };
    },
  });
  const setIgnored = (ignored: boolean) => run(selected.map(({ id }) => ({ address_id: id, ignored })));

  return (
    <>
      <Toolbar end={t("videos.addresses.count", { count: total })}>
        <SearchField label={t("videos.addresses.search")} />
        <FilterMenu
          filter="status"
          label={t("ui.status")}
          any={t("videos.addresses.statuses.waiting")}
          options={(["mapped", "ignored"] as const).map((value) => ({
            value,
            label: t(`videos.addresses.statuses.${value}`),
          }))}
        />
        {sites.length > 1 ? (
          <FilterMenu
            filter="site"
            label={t("videos.addresses.site")}
            options={sites.map((value) => ({ value, label: siteOf(value) ?? value }))}
          />
        ) : null}
      </Toolbar>
      <FormError className="mt-4">{problem?.detail ?? null}</FormError>
      {failed.length ? (
        <div role="alert" className="mt-4 rounded-md bg-bad-wash px-3 py-2 text-small">
          <p className="font-semibold text-bad">{t("videos.addresses.failed", { count: failed.length })}</p>
          <ul>
            {failed.map(({ address, message }) => (
              <li key={address} className="[overflow-wrap:anywhere]">
                {t("videos.addresses.failed_one", { address, message })}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      <DataTable
        table={table}
        label={t("videos.addresses.title")}
        rowName={(row) => row.address}
        height="tall"
        empty={
          <p className="py-6 text-ink-2">
            {t(narrowed ? "videos.addresses.no_match" : `videos.addresses.none.${status}`)}
          </p>
        }
      />
      <Pager table={table} />
      <SelectionBar
        count={selected.length}
        text={t("videos.addresses.selected", { count: selected.length })}
        onClear={() => table.setRowSelection({})}
      >
        <Button disabled={busy} onClick={() => setIgnored(status !== "ignored")}>
          {t(status === "ignored" ? "videos.addresses.wait_again" : "videos.addresses.ignore")}
        </Button>
        <Button disabled={busy} ref={bar} onClick={() => setOpened("map")}>
          {t("videos.addresses.map")}
        </Button>
        {courses.length && status !== "mapped" ? (
          <Button look="primary" disabled={busy} onClick={() => setOpened("make")}>
            {t("videos.addresses.make", { count: selected.length })}
          </Button>
        ) : null}
      </SelectionBar>
      {opened ? (
        <Suspense>
          <AddressDialog
            what={opened}
            addresses={selected}
            courses={courses}
            busy={busy}
            onChosen={run}
            onClose={() => setOpened(null)}
            returnTo={bar}
          />
        </Suspense>
      ) : null}
    </>
  );
}
