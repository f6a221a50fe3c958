"use client";

import { SimpleTable } from "@/components/tables/simple-table";
import { Section } from "@/components/ui/section";
import { useLanguage } from "@/components/ui/use-language";
import type { RosterCounts, WrongRow } from "@/lib/domain/people/imports/schema";
import { countedKinds } from "@/lib/measure/roster";
import { WrongRows } from "./wrong-rows";

type Props = {
  counts: RosterCounts;
  wrong: readonly WrongRow[];
  wrong_total: number;
  title: string;
  /** Of the file. */
  name: string;
};

/** What an imported file changed, and which of its rows were left out, with the reason. */
export function RosterRows({ counts, wrong, wrong_total, title, name }: Props) {
  const { t, count } = useLanguage();
  const kinds = countedKinds.filter((kind) => Object.values(counts[kind]).some(Boolean));
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
