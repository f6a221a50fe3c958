import { RowStrip } from "../charts/row-strip";
import { FirstRows } from "../learning/rows";
import { RowLink } from "../tables/row-link";
import { SimpleTable } from "../tables/simple-table";
import { Change, changeTo } from "../ui/change";
import { useLanguage } from "../ui/use-language";

/** A quiz or handed-in work, in words. */
type ScoreRow = {
  key: string;
  title: string;
  course: string;
  href: string;
  /** When it was handed in, or that it is due. */
  handed: string;
  missing: boolean;
  score: string;
  percentage: number | null;
} & AgainstClassProps;

type AgainstClassProps = {
  /** The class's middle half; null of fewer than 5 people. */
  band: { low: number; high: number; text: string } | null;
  side: "above" | "same" | "below" | null;
};

/** Where somebody is in comparison with their class, in words; `none` says why there is no comparison. */
export function AgainstClass({ band, side, none }: AgainstClassProps & { none: string }) {
  const { t } = useLanguage();
  const words = {
    above: t("learners.scores.above"),
    same: t("learners.scores.within"),
    below: t("learners.scores.below"),
  };
  return (
    <>
      {side ? <Change {...changeTo(side, words)} /> : null}
      <small className="block text-axis text-ink-3">{band ? band.text : none}</small>
    </>
  );
}

/** So many are shown at first; the others open in place. */
const first = 8;

/** How somebody did in each quiz and exercise, beside the middle half of their class. */
export function Scores({ rows }: { rows: readonly ScoreRow[] }) {
  const { t } = useLanguage();
  return (
    <FirstRows
      rows={rows}
      first={first}
      all={t("learners.scores.all", { count: rows.length })}
      list={(some) => <ScoreTable rows={some} />}
    />
  );
}

function ScoreTable({ rows }: { rows: readonly ScoreRow[] }) {
  const { t } = useLanguage();
  return (
    <SimpleTable
      label={t("learners.scores.title")}
      wide
      linked
      height="double"
      rows={rows}
      rowKey={({ key }) => key}
      columns={[
        {
          label: t("learners.scores.assessment"),
          cell: ({ title, course, href }) => (
            <>
              <RowLink href={href}>{title}</RowLink>
              <small className="block text-axis text-ink-3">{course}</small>
            </>
          ),
        },
        {
          label: t("learners.scores.handed_in"),
          className: "whitespace-nowrap",
          cell: ({ handed, missing }) => <span className={missing ? "text-bad" : ""}>{handed}</span>,
        },
        {
          label: t("learners.scores.score"),
          align: "end",
          className: "whitespace-nowrap",
          cell: ({ score }) => score,
        },
        {
          label: t("learners.scores.scale"),
          className: "w-36",
          cell: ({ percentage, band }) => <RowStrip kind="place" value={percentage} band={band} />,
        },
        {
          label: t("learners.scores.class"),
          className: "whitespace-nowrap",
          cell: ({ band, side }) => <AgainstClass {...{ band, side }} none={t("learners.scores.too_few")} />,
        },
      ]}
    />
  );
}
