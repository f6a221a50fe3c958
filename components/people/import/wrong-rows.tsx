"use client";

import { useState } from "react";
import { SimpleTable } from "@/components/tables/simple-table";
import { Button } from "@/components/ui/button";
import { saveCsv } from "@/components/ui/save-file";
import { Section } from "@/components/ui/section";
import { useLanguage } from "@/components/ui/use-language";
import type { WrongRow } from "@/lib/domain/people/imports/schema";
import { rosterFields } from "@/lib/measure/roster";

/** How many wrong rows the page shows; the CSV has them all. */
const shownMax = 200;

/** What a row says, the name and the address first. */
export function rowText({ name, first_name, last_name, email, ...values }: WrongRow["values"]): string[] {
  const full = name ?? [first_name, last_name].filter(Boolean).join(" ");
  return [full, email ?? "", ...rosterFields.map((field) => values[field] ?? "")].filter(Boolean);
}

/** Downloads the rows that are left out, to be corrected and imported again. */
export function WrongRowsCsv({ wrong, name }: { wrong: readonly WrongRow[]; name: string }) {
  const { t } = useLanguage();
  const [busy, setBusy] = useState(false);
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
    <Button look="tool" disabled={busy} onClick={() => void download()}>
      {t("people.import.download")}
    </Button>
  );
}

/** The rows that were left out, with the reason. */
export function WrongRows({
  wrong,
  total,
  name,
}: {
  wrong: readonly WrongRow[];
  total: number;
  name: string;
}) {
  const { t } = useLanguage();
  const title = t("people.import.left_out", { count: total });
  return (
    <Section
      title={title}
      sub={t("people.import.left_out_about")}
      tools={<WrongRowsCsv wrong={wrong} name={name} />}
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
              <span className="[overflow-wrap:anywhere]">{rowText(values).join(", ").slice(0, 120)}</span>
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
