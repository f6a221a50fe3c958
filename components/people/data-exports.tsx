"use client";

import { useRouter } from "next/navigation";
import useSWR from "swr";
import { type DataExport, exportDays } from "@/lib/domain/privacy/schema";
import { dash, orDash, type Shown, time } from "../tables/cells";
import { SimpleTable } from "../tables/simple-table";
import { Button } from "../ui/button";
import { sizeText } from "../ui/file-choice";
import { FormError } from "../ui/form";
import { Section } from "../ui/section";
import { Tag } from "../ui/tag";
import { requestRoute, useAction } from "../ui/use-action";
import { useLanguage } from "../ui/use-language";

/** A file with its times as people read them. */
export type ShownExport = Pick<DataExport, "id" | "state" | "rows" | "bytes" | "done" | "total" | "url"> & {
  begun: Shown;
  until: string | null;
};

const pips = { preparing: "live", ready: "good", failed: "bad", expired: "rest" } as const;
const everyMs = 1500;

async function read(path: string): Promise<DataExport[]> {
  const result = await requestRoute<{ items: DataExport[] }>(path);
  if (!result.ok) throw new Error(result.problem.detail);
  return result.value.items;
}

/** The files of a person's data, each with its link while it works, and a button for another one. */
export function DataExports({
  userId,
  own,
  exports,
}: {
  userId: string;
  own: boolean;
  exports: readonly ShownExport[];
}) {
  const language = useLanguage();
  const { t, count } = language;
  const router = useRouter();
  const path = `/api/users/${userId}/exports`;
  const preparing = exports.some(({ state }) => state === "preparing");
  const { data, error } = useSWR<DataExport[], Error>(preparing ? path : null, read, {
    refreshInterval: everyMs,
    onSuccess: (items) => {
      if (items.some(({ id, state }) => exports.find((one) => one.id === id)?.state !== state))
        router.refresh();
    },
  });
  const prepare = useAction(() => requestRoute<DataExport>(path, { method: "POST" }), {
    done: () => {
      router.refresh();
      return t("people.data.prepared");
    },
  });
  return (
    <Section
      title={t(own ? "people.data.own_title" : "people.data.title")}
      sub={t(own ? "people.data.own_about" : "people.data.about", { days: exportDays })}
    >
      <FormError className="mb-3">
        {prepare.problem?.detail ?? (error ? t("people.data.unreachable") : null)}
      </FormError>
      <Button disabled={prepare.busy || preparing} onClick={() => prepare.run()}>
        {t("people.data.prepare")}
      </Button>
      <div className="mt-4">
        {exports.length === 0 ? (
          <p className="text-ink-2">{t("people.data.none")}</p>
        ) : (
          <SimpleTable
            label={t("people.data.files")}
            rows={exports}
            rowKey={({ id }) => id}
            height="tall"
            wide
            columns={[
              { label: t("people.data.begun"), cell: ({ begun }) => time(begun) },
              {
                label: t("people.data.state_label"),
                cell: (row) => {
                  const { done, total } = data?.find(({ id }) => id === row.id) ?? row;
                  return (
                    <Tag pip={pips[row.state]}>
                      {t(`people.data.states.${row.state}`, {
                        ...{ done, until: row.until ?? "" },
                        total: total === null ? "none" : count(total),
                      })}
                    </Tag>
                  );
                },
              },
              { label: t("people.data.rows"), align: "end", cell: ({ rows }) => orDash(rows, count) },
              {
                label: t("people.data.size"),
                align: "end",
                cell: ({ bytes }) => orDash(bytes, (size) => sizeText(size, language)),
              },
              {
                label: t("people.data.link"),
                align: "end",
                cell: ({ url, begun }) =>
                  url ? (
                    <a
                      className="text-accent hover:underline"
                      href={url}
                      download
                      aria-label={t("people.data.download_of", { when: begun.full })}
                    >
                      {t("people.data.download")}
                    </a>
                  ) : (
                    dash
                  ),
              },
            ]}
          />
        )}
      </div>
    </Section>
  );
}
