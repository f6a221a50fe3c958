import { RowLink } from "@/components/tables/row-link";
import { SimpleTable } from "@/components/tables/simple-table";
import { useLanguage } from "@/components/ui/use-language";
import type { FunnelRow } from "@/lib/domain/learning/funnels/schema";
import { stepName } from "./funnel-steps";

/** A school's funnels, each with its steps. */
export function FunnelsTable({ funnels }: { funnels: FunnelRow[] }) {
  const language = useLanguage();
  const { t } = language;
  return (
    <SimpleTable
      label={t("trends.funnels.title")}
      rows={funnels}
      rowKey={({ id }) => id}
      linked
      wide
      className="mt-6"
      columns={[
        {
          label: t("ui.name"),
          className: "min-w-[160px]",
          cell: ({ id, name }) => <RowLink href={`/trends/funnels/${id}`}>{name}</RowLink>,
        },
        {
          label: t("trends.funnels.steps"),
          className: "min-w-[240px]",
          cell: ({ steps }) => steps.map((step) => stepName(step, language)).join(" → "),
        },
        {
          label: t("trends.funnels.people"),
          className: "min-w-[140px]",
          cell: ({ course_title, class_name }) =>
            [course_title ?? t("trends.funnels.whole_school"), class_name].filter(Boolean).join(", "),
        },
        {
          label: t("trends.funnels.window"),
          align: "end",
          className: "whitespace-nowrap",
          cell: ({ window_days }) => t("trends.funnels.days", { days: window_days }),
        },
      ]}
    />
  );
}
