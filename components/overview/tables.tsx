import type { ReactNode } from "react";
import { evenSteps, RowStrip } from "@/components/charts/row-strip";
import { Came } from "@/components/sessions/list/columns";
import { RowLink } from "@/components/tables/row-link";
import { SimpleTable } from "@/components/tables/simple-table";
import { Change, changeTo, ShortChange } from "@/components/ui/change";
import { useLanguage } from "@/components/ui/use-language";
import type { SessionSummary, Theme } from "@/lib/domain/sessions/schema";
import { againstTypical } from "@/lib/domain/sessions/typical";
import { unknown } from "@/lib/language/numbers";
import { type Band, sideOf } from "@/lib/measure/evidence";

type LastSession = { session: SessionSummary; day: string };

/** The last sessions, one line each. */
export function LastSessions({ rows }: { rows: LastSession[] }) {
  const { t, decimal, duration, shareOfPeople } = useLanguage();
  const number = (label: string, cell: (session: SessionSummary) => ReactNode, className = "") => ({
    label,
    align: "end" as const,
    className: `whitespace-nowrap ${className}`,
    cell: ({ session }: LastSession) => cell(session),
  });
  return (
    <SimpleTable
      label={t("overview.tables.last")}
      rows={rows}
      rowKey={({ session }) => session.session_id}
      height="tall"
      linked
      wide
      columns={[
        { label: t("ui.when"), className: "whitespace-nowrap", cell: ({ day }) => day },
        {
          label: t("ui.session"),
          className: "whitespace-nowrap",
          cell: ({ session }) => <RowLink href={`/sessions/${session.session_id}`}>{session.title}</RowLink>,
        },
        {
          label: t("sessions.list.curve"),
          cell: ({ session }) => (
            <RowStrip kind="steps" steps={evenSteps(session.curve)} dropOffs={session.drop_offs} />
          ),
        },
        number(t("ui.attended"), (session) => <Came session={session} />),
        number(
          t("sessions.list.rate"),
          ({ registered_attended: kept, total_registered: base, attendance_rate: rate }) =>
            shareOfPeople(kept, base, rate),
        ),
        number(t("sessions.list.watched"), (session) =>
          session.average_duration_minutes === null
            ? unknown
            : duration(session.average_duration_minutes * 60),
        ),
        number(
          t("glossary.engagement_rate.label"),
          ({ engaged, total_attended: came, engagement_rate: rate }) => shareOfPeople(engaged, came, rate),
        ),
        number(t("ui.score"), (session) => decimal(session.engagement_score), "[td&]:font-semibold"),
        number(t("sessions.list.against_typical"), (session) => (
          <ShortChange
            unit="score"
            compared={againstTypical(
              "engagement_score",
              session.engagement_score,
              session,
              session.typical_score,
            )}
          />
        )),
      ]}
    />
  );
}

type NextSession = {
  session: SessionSummary;
  when: string;
  place: string;
  /** How many had registered for sessions of its kind as long before they began; null where that is not known. */
  usual: Band | null;
};

/** The next sessions, with their registrations. */
export function NextSessions({ rows }: { rows: NextSession[] }) {
  const { t, count } = useLanguage();
  const typical = (registered: number, usual: Band | null) => {
    const side = sideOf(registered, usual);
    if (!usual || !side) return null;
    const words = t("overview.tables.typical", { usual: count(usual.median) });
    return <Change {...changeTo(side, { above: words, same: words, below: words })} />;
  };
  return (
    <SimpleTable
      label={t("overview.tables.next")}
      rows={rows}
      rowKey={({ session }) => session.session_id}
      height="double"
      headless
      linked
      columns={[
        { label: t("ui.when"), className: "whitespace-nowrap", cell: ({ when }) => when },
        {
          label: t("ui.session"),
          cell: ({ session, place }) => (
            <>
              <RowLink href={`/sessions/${session.session_id}`}>{session.title}</RowLink>
              <small className="block text-axis text-ink-3">{place}</small>
            </>
          ),
        },
        {
          label: t("glossary.registered.label"),
          align: "end",
          className: "whitespace-nowrap",
          cell: ({ session, usual }) => (
            <>
              <span className="block">
                {t("sessions.list.registered", { count: session.total_registered })}
              </span>
              {typical(session.total_registered, usual)}
            </>
          ),
        },
      ]}
    />
  );
}

/** Themes of the comments over several sessions, with the mean rating of theirs. */
export function Themes({ themes }: { themes: Theme[] }) {
  const { t, decimal } = useLanguage();
  return (
    <SimpleTable
      label={t("overview.tables.themes")}
      rows={themes}
      rowKey={({ theme }) => theme}
      height="double"
      headless
      columns={[
        { label: t("overview.tables.theme"), cell: ({ theme }) => theme },
        {
          label: t("overview.tables.comments"),
          align: "end",
          className: "whitespace-nowrap",
          cell: ({ comments }) => t("overview.tables.number_of_comments", { count: comments }),
        },
        {
          label: t("glossary.average_rating.label"),
          align: "end",
          className: "w-32",
          cell: ({ average_rating }) => t("overview.tables.rated", { rating: decimal(average_rating) }),
        },
      ]}
    />
  );
}
