import type { Metadata } from "next";
import { reached } from "@/app/reached";
import { PeopleTable } from "@/components/sessions/people/people-table";
import { RegisterPeople } from "@/components/sessions/people/register-people";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { LinkButton } from "@/components/ui/link-button";
import { currentLanguage } from "@/lib/auth/language";
import { requireStaff } from "@/lib/auth/session";
import { sessionPeopleQuery } from "@/lib/domain/sessions/filters";
import { sessionPeople } from "@/lib/domain/sessions/queries/registrations";
import { reachSession } from "@/lib/domain/sessions/queries/session";
import { isFiltered, queryFromUrl, type Search } from "@/lib/http/list-url";
import { dateFormat, zoneName } from "@/lib/language/dates";
import { shownIn } from "../../../shown";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("sessions.people_page.title") };
}

/** How many people one page of the list shows. */
const peopleShown = 50;

type Props = {
  params: Promise<{ sessionId: string }>;
  searchParams: Promise<Search>;
};

export default async function SessionPeoplePage({ params, searchParams }: Props) {
  const [scope, { sessionId }, search] = await Promise.all([requireStaff(), params, searchParams]);
  const language = await currentLanguage();
  const { t } = language;
  const session = await reached(reachSession(scope, sessionId));
  const query = queryFromUrl(sessionPeopleQuery, search, { limit: peopleShown });
  const { items, total, counts } = await sessionPeople(session.id, query);
  const shown = shownIn(new Date(), session.time_zone, language);
  return (
    <ClientMessages of={["sessions.people", "imports.problems"]}>
      <PageHead
        crumbs={[
          { label: t("ui.sessions"), href: "/sessions" },
          { label: session.title, href: `/sessions/${session.id}` },
          { label: t("ui.people") },
        ]}
        title={t("sessions.people_page.heading", { title: session.title })}
        meta={[
          session.course_title,
          dateFormat(language.code).absolute(session.scheduled_start, session.time_zone),
          zoneName(session.time_zone, language),
        ]}
        summary={t.rich("sessions.people_page.summary", { ...counts, b: (text) => <b>{text}</b> })}
        actions={
          <LinkButton href={`/sessions/${session.id}`}>{t("sessions.people_page.open_session")}</LinkButton>
        }
      />
      {session.status === "cancelled" ? (
        <p className="mt-4 text-ink-2">{t("sessions.people_page.is_cancelled")}</p>
      ) : (
        <RegisterPeople sessionId={session.id} />
      )}
      <h2 className="sr-only">{t("sessions.people.label")}</h2>
      <PeopleTable
        sessionId={session.id}
        rows={items.map(({ registered_at: registeredAt, cancelled_at: cancelledAt, ...person }) => ({
          ...person,
          registered: registeredAt && shown(registeredAt),
          cancelled: cancelledAt && shown(cancelledAt),
        }))}
        total={total}
        limit={query.limit}
        narrowed={isFiltered(query)}
        status={session.status}
      />
    </ClientMessages>
  );
}
