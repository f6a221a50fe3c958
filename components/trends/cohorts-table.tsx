import { SimpleTable } from "@/components/tables/simple-table";
import { useLanguage } from "@/components/ui/use-language";
import type { Cohorts } from "@/lib/domain/learning/cohorts";
import { dateFormat } from "@/lib/language/dates";

type Row = Cohorts["weeks"][number];

/** The share of each cohort that was active in each later week; a higher share has a stronger colour. */
export function CohortsTable({ cohorts }: { cohorts: Cohorts }) {
  const { t, code, count, shareOfPeople } = useLanguage();
  const { shortDay } = dateFormat(code);
  const later = cohorts.weeks.slice(1).map((_, index) => index);
  const share = (active: number, learners: number) =>
    shareOfPeople(active, learners, (100 * active) / learners);
  return (
    <SimpleTable
      label={t("trends.cohorts.title")}
      rows={cohorts.weeks.filter(({ learners }) => learners !== 0)}
      rowKey={({ week }) => week}
      height="low"
      wide
      columns={[
        {
          label: t("trends.cohorts.first"),
          className: "whitespace-nowrap",
          cell: ({ week }: Row) => shortDay(week),
        },
        {
          label: t("trends.cohorts.learners"),
          align: "end",
          className: "whitespace-nowrap",
          cell: ({ learners }: Row) => (learners === null ? t("trends.cohorts.not_shown") : count(learners)),
        },
        ...later.map((index) => ({
          label: t("trends.cohorts.week", { week: index + 1 }),
          align: "end" as const,
          className: "whitespace-nowrap",
          cell: ({ learners, active }: Row) => {
            const part = active[index];
            return part === undefined || !learners ? null : (
              <span
                className="block rounded-box px-1.5 py-0.5 tabular-nums"
                style={{
                  background: `color-mix(in oklab, var(--seen-1) ${Math.round((100 * part) / learners)}%, transparent)`,
                }}
              >
                {share(part, learners)}
              </span>
            );
          },
        })),
      ]}
      foot={[
        t("trends.cohorts.all"),
        count(cohorts.all.learners),
        ...later.map((index) => {
          const one = cohorts.all.active[index];
          return one && one.learners > 0 ? share(one.active, one.learners) : null;
        }),
      ]}
    />
  );
}
