import { RowLink } from "@/components/tables/row-link";
import { SimpleTable } from "@/components/tables/simple-table";
import { useLanguage } from "@/components/ui/use-language";
import { type Scores, scoreNames } from "@/lib/domain/practice/practice";

type LearnerRow = Scores & {
  user_id: string;
  name: string;
  class_name: string | null;
  sessions: number;
  minutes: string;
  last: string;
};

/** The learners of a course who practise: how much in the last days, and the mean of their last five of each score. */
export function ClassLearners({ rows, days }: { rows: readonly LearnerRow[]; days: number }) {
  const { t, count, decimal } = useLanguage();
  return (
    <SimpleTable
      label={t("practice.class.table")}
      wide
      linked
      rows={rows}
      rowKey={({ user_id }) => user_id}
      columns={[
        {
          label: t("learners.roster.learner"),
          className: "min-w-36",
          cell: ({ user_id, name }) => <RowLink href={`/people/${user_id}#practice`}>{name}</RowLink>,
        },
        {
          label: t("practice.class.class"),
          className: "whitespace-nowrap",
          cell: ({ class_name }) => class_name ?? "—",
        },
        {
          label: t("practice.class.sessions", { days }),
          align: "end",
          cell: ({ sessions }) => count(sessions),
        },
        { label: t("practice.sessions.minutes"), align: "end", cell: ({ minutes }) => minutes },
        ...scoreNames.map((name) => ({
          label: t(`practice.score.${name}`),
          align: "end" as const,
          cell: (row: LearnerRow) => (row[name] === null ? "—" : decimal(row[name])),
        })),
        {
          label: t("practice.class.last"),
          align: "end",
          className: "whitespace-nowrap",
          cell: ({ last }) => last,
        },
      ]}
    />
  );
}

/** The areas that the most learners' sessions name. */
export function ClassAreas({
  rows,
  active,
}: {
  rows: readonly { area: string; people: number; sessions: number }[];
  /** Who practised in these days. */
  active: number;
}) {
  const { t, count } = useLanguage();
  return (
    <div className="max-w-[560px]">
      <SimpleTable
        label={t("practice.areas.title")}
        rows={rows}
        rowKey={({ area }) => area}
        columns={[
          { label: t("practice.areas.area"), cell: ({ area }) => area },
          {
            label: t("practice.class.people"),
            align: "end",
            cell: ({ people }) => t("practice.areas.times", { part: people, of: active }),
          },
          { label: t("practice.by_type.sessions"), align: "end", cell: ({ sessions }) => count(sessions) },
        ]}
      />
    </div>
  );
}
