import { SimpleTable } from "@/components/tables/simple-table";
import { LinkButton } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { Tag } from "@/components/ui/tag";
import type { ComplianceEvidence } from "@/lib/domain/compliance/status";
import { dateFormat } from "@/lib/language/dates";
import type { Language } from "@/lib/language/language";
import { unknown } from "@/lib/language/numbers";

/** What is kept for how long, and what the nights have deleted. */
export function Retention({
  evidence: { kinds, system_metrics, bus_history },
  timeZone,
  language,
}: {
  evidence: ComplianceEvidence["retention"];
  timeZone: string;
  language: Language;
}) {
  const { t, count } = language;
  const { absolute, longDate } = dateFormat(language.code);
  const date = (at: string | null) => (at === null ? unknown : longDate(at, timeZone));
  const last = kinds.reduce((sum, { last_rows }) => sum + (last_rows ?? 0), 0);
  const hasRun = kinds.some(({ last_run_at }) => last_run_at !== null);
  const rows = [
    ...kinds.map((kept) => ({ ...kept, label: t(`compliance.kinds.${kept.kind}`), days: null })),
    ...(
      [
        { kind: "system_metrics", ...system_metrics },
        { kind: "bus_history", ...bus_history, oldest_at: null },
      ] as const
    ).map((kept) => ({ ...kept, label: t(`compliance.kinds.${kept.kind}`), months: null })),
  ];
  return (
    <Section
      id="retention"
      title={t("compliance.retention.title", { has_run: hasRun ? "yes" : "no", rows: last })}
      sub={t("compliance.retention.about")}
      tools={<LinkButton href="/settings/retention">{t("compliance.retention.change")}</LinkButton>}
    >
      <SimpleTable
        label={t("compliance.retention.label")}
        rows={rows}
        rowKey={({ kind }) => kind}
        wide
        columns={[
          { label: t("compliance.retention.kind"), cell: ({ label }) => label },
          {
            label: t("compliance.retention.kept"),
            cell: ({ months, days }) =>
              months === null
                ? t("compliance.retention.days", { days: days ?? 0 })
                : t("compliance.retention.months", { months }),
          },
          { label: t("compliance.retention.oldest"), cell: ({ oldest_at }) => date(oldest_at) },
          {
            label: t("compliance.retention.stored"),
            align: "end",
            cell: (row) => ("stored" in row ? count(row.stored) : unknown),
          },
          {
            label: t("compliance.retention.due"),
            align: "end",
            cell: (row) => ("due" in row ? count(row.due) : unknown),
          },
          {
            label: t("compliance.retention.last"),
            cell: (row) =>
              "failed_at" in row ? (
                row.failed_at ? (
                  <Tag pip="bad">
                    {t("compliance.retention.failed", { at: absolute(row.failed_at, timeZone) })}
                  </Tag>
                ) : row.last_run_at ? (
                  absolute(row.last_run_at, timeZone)
                ) : (
                  t("compliance.retention.not_yet")
                )
              ) : (
                t("compliance.retention.all_day")
              ),
          },
          {
            label: t("compliance.retention.deleted"),
            align: "end",
            cell: (row) => ("last_rows" in row && row.last_rows !== null ? count(row.last_rows) : unknown),
          },
          {
            label: t("compliance.retention.in_all"),
            align: "end",
            cell: (row) => ("deleted" in row ? count(row.deleted) : unknown),
          },
        ]}
      />
    </Section>
  );
}
