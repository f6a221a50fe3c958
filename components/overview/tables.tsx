import type { ReactNode } from "react";
import { evenSteps, RowStrip } from "@/components/charts/row-strip";
import { Came } from "@/components/sessions/list/columns";
import { RowLink } from "@/components/tables/row-link";
import { SimpleTable } from "@/components/tables/simple-table";
import { ShortChange } from "@/components/ui/change";
import type { SessionSummary, Theme } from "@/lib/domain/sessions/schema";
import { againstTypical } from "@/lib/domain/sessions/typical";
import { decimal, duration, plural, shareOfPeople, unknown } from "@/lib/platform/format";

type LastSession = { session: SessionSummary; day: string };

/** The last sessions, one line each. */
export function LastSessions({ rows }: { rows: LastSession[] }) {
  const number = (label: string, cell: (session: SessionSummary) => ReactNode, className = "") => ({
    label,
    align: "end" as const,
    className: `whitespace-nowrap ${className}`,
    cell: ({ session }: LastSession) => cell(session),
  });
  return (
    <SimpleTable
      label="Last sessions"
      rows={rows}
      rowKey={({ session }) => session.session_id}
      height="tall"
      linked
      wide
      columns={[
        { label: "When", className: "whitespace-nowrap", cell: ({ day }) => day },
        {
          label: "Session",
          className: "whitespace-nowrap",
          cell: ({ session }) => <RowLink href={`/sessions/${session.session_id}`}>{session.title}</RowLink>,
        },
        {
          label: "People over time",
          cell: ({ session }) => (
            <RowStrip kind="steps" steps={evenSteps(session.curve)} dropOffs={session.drop_offs} />
          ),
        },
        number("Attended", (session) => <Came session={session} />),
        number("Rate", ({ registered_attended: kept, total_registered: base, attendance_rate: rate }) =>
          shareOfPeople(kept, base, rate),
        ),
        number("Watched", (session) =>
          session.average_duration_minutes === null
            ? unknown
            : duration(session.average_duration_minutes * 60),
        ),
        number("Took part", ({ engaged, total_attended: came, engagement_rate: rate }) =>
          shareOfPeople(engaged, came, rate),
        ),
        number("Score", (session) => decimal(session.engagement_score), "[td&]:font-semibold"),
        number("Against typical", (session) => (
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

/** The next sessions, with their registrations. */
export function NextSessions({ rows }: { rows: { session: SessionSummary; when: string; place: string }[] }) {
  return (
    <SimpleTable
      label="Next sessions"
      rows={rows}
      rowKey={({ session }) => session.session_id}
      height="double"
      headless
      linked
      columns={[
        { label: "When", className: "whitespace-nowrap", cell: ({ when }) => when },
        {
          label: "Session",
          cell: ({ session, place }) => (
            <>
              <RowLink href={`/sessions/${session.session_id}`}>{session.title}</RowLink>
              <small className="block text-axis text-ink-3">{place}</small>
            </>
          ),
        },
        {
          label: "Registered",
          align: "end",
          className: "whitespace-nowrap",
          cell: ({ session }) => plural(session.total_registered, "registered", "registered"),
        },
      ]}
    />
  );
}

/** Themes of the comments over several sessions, with the mean rating of theirs. */
export function Themes({ themes }: { themes: Theme[] }) {
  return (
    <SimpleTable
      label="Themes in the comments"
      rows={themes}
      rowKey={({ theme }) => theme}
      height="double"
      headless
      columns={[
        { label: "Theme", cell: ({ theme }) => theme },
        {
          label: "Comments",
          align: "end",
          className: "whitespace-nowrap",
          cell: ({ comments }) => plural(comments, "comment"),
        },
        {
          label: "Average rating",
          align: "end",
          className: "w-32",
          cell: ({ average_rating }) => `rated ${decimal(average_rating)}`,
        },
      ]}
    />
  );
}
