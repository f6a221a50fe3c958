"use client";

import { useState } from "react";
import { SimpleTable } from "@/components/tables/simple-table";
import { Button } from "@/components/ui/button";
import { saveCsv } from "@/components/ui/save-file";
import { Section } from "@/components/ui/section";
import { useLanguage } from "@/components/ui/use-language";
import type { RosterCounts, WrongRow } from "@/lib/domain/people/imports/schema";
import { rosterFields, rosterKinds } from "@/lib/measure/roster";

/** How many wrong rows the page shows; the CSV has them all. */
const shownMax = 200;

type Props = {
  counts: RosterCounts;
  wrong: readonly WrongRow[];
  wrong_total: number;
  title: string;
  /** Of the file. */
  name: string;
};

/** What the rows of a file change, and which are left out, with the reason. */
export default function RosterRows({ counts, wrong, wrong_total, title, name }: Props) {
  const { t, count } = useLanguage();
  const kinds = rosterKinds.filter((kind) => Object.values(counts[kind]).some(Boolean));
  return (
    <>
      <Section title={title} line>
        <SimpleTable
          label={title}
          rows={kinds}
          rowKey={(kind) => kind}
          className="max-w-[640px]"
          columns={[
            { label: t("people.import.rows_of"), cell: (kind) => t(`people.import.kinds.${kind}`) },
            ...(["new", "changed", "unchanged", "wrong"] as const).map((outcome) => ({
              label: t(`people.import.outcomes.${outcome}`),
              align: "end" as const,
              cell: (kind: (typeof kinds)[number]) => (
                <span className={outcome === "wrong" && counts[kind].wrong ? "text-bad" : undefined}>
                  {count(counts[kind][outcome])}
                </span>
              ),
            })),
          ]}
        />
      </Section>
      {wrong_total > 0 ? <WrongRows wrong={wrong} total={wrong_total} name={name} /> : null}
    </>
  );
}

function WrongRows({ wrong, total, name }: { wrong: readonly WrongRow[]; total: number; name: string }) {
  const { t } = useLanguage();
  const [busy, setBusy] = useState(false);
  const title = t("people.import.left_out", { count: total });
  const inZip = wrong.some(({ file }) => file !== null);
  async function download() {
    setBusy(true);
    const fields = rosterFields.filter((field) => wrong.some(({ values }) => field in values));
    const columns = [
      ...fields.map((header) => ({ header, value: ({ values }: WrongRow) => values[header] ?? null })),
      ...(inZip ? [{ header: "file", value: ({ file }: WrongRow) => file }] : []),
      { header: "line", value: ({ line }: WrongRow) => line },
      { header: "column", value: ({ column }: WrongRow) => column },
      { header: "reason", value: ({ message }: WrongRow) => message },
    ];
    await saveCsv(columns, wrong, `${name.replace(/\.\w+$/, "")}-${t("people.import.file_suffix")}`);
    setBusy(false);
  }
  return (
    <Section
      title={title}
      sub={t("people.import.left_out_about")}
      tools={
        <Button look="tool" disabled={busy} onClick={() => void download()}>
          {t("people.import.download")}
        </Button>
      }
    >
      <SimpleTable
        label={title}
        region={title}
        rows={wrong.slice(0, shownMax)}
        rowKey={({ file, line, message }) => `${file} ${line} ${message}`}
        columns={[
          {
            label: t("people.import.line"),
            cell: ({ file, line }) => (
              <span className="whitespace-nowrap tabular-nums">
                {line}
                {file ? <small className="block text-ink-3">{file}</small> : null}
              </span>
            ),
          },
          {
            label: t("people.import.row"),
            cell: ({ values }) => (
              <span className="[overflow-wrap:anywhere]">
                {rosterFields
                  .flatMap((field) => values[field] ?? [])
                  .slice(0, 4)
                  .join(", ")
                  .slice(0, 120)}
              </span>
            ),
          },
          {
            label: t("people.import.reason"),
            cell: ({ column, message }) => (
              <span className="[overflow-wrap:anywhere]">
                {column ? t("people.import.in_column", { column, message }) : message}
              </span>
            ),
          },
        ]}
      />
      {total > shownMax ? (
        <p className="mt-2 text-small text-ink-3">
          {t("people.import.more", { shown: Math.min(shownMax, wrong.length), total, named: wrong.length })}
        </p>
      ) : null}
    </Section>
  );
}
