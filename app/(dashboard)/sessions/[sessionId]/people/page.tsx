import type { Metadata } from "next";
import { reached } from "@/app/reached";
import { PeopleTable } from "@/components/sessions/people/people-table";
import { RegisterPeople } from "@/components/sessions/people/register-people";
import { PageHead } from "@/components/shell/page-head";
import { LinkButton } from "@/components/ui/link-button";
import { requireStaff } from "@/lib/auth/session";
import { sessionPeopleQuery } from "@/lib/domain/sessions/filters";
import { sessionPeople } from "@/lib/domain/sessions/queries/registrations";
import { reachSession } from "@/lib/domain/sessions/queries/session";
import { isFiltered, queryFromUrl, type Search } from "@/lib/http/list-url";
import { count } from "@/lib/platform/format";
import { absolute } from "@/lib/platform/format-dates";
import { zoneName } from "@/lib/platform/time";
import { shownIn } from "../../../shown";

export const metadata: Metadata = { title: "People of a session" };

/** How many people one page of the list shows. */
const peopleShown = 50;

type Props = {
  params: Promise<{ sessionId: string }>;
  searchParams: Promise<Search>;
};

export default async function SessionPeoplePage({ params, searchParams }: Props) {
  const [scope, { sessionId }, search] = await Promise.all([requireStaff(), params, searchParams]);
  const session = await reached(reachSession(scope, sessionId));
  const query = queryFromUrl(sessionPeopleQuery, search, { limit: peopleShown });
  const { items, total, counts } = await sessionPeople(session.id, query);
  const shown = shownIn(new Date(), session.time_zone);
  const { registered, cancelled, walk_ins: walkIns, unknown } = counts;
  const summary = [
    `${count(registered)} registered`,
    ...(cancelled ? [`${count(cancelled)} cancelled`] : []),
    ...(walkIns ? [`${count(walkIns)} walked in`] : []),
  ].join(", ");
  return (
    <>
      <PageHead
        crumbs={[
          { label: "Sessions", href: "/sessions" },
          { label: session.title, href: `/sessions/${session.id}` },
          { label: "People" },
        ]}
        title={`${session.title}: people`}
        meta={[
          session.course_title,
          absolute(session.scheduled_start, session.time_zone),
          zoneName(session.time_zone),
        ]}
        summary={
          <>
            {summary}
            {unknown ? (
              <>
                ;{" "}
                <b>
                  {count(unknown)} {unknown === 1 ? "is" : "are"} not in your school.
                </b>
              </>
            ) : (
              "."
            )}
          </>
        }
        actions={<LinkButton href={`/sessions/${session.id}`}>Open session</LinkButton>}
      />
      {session.status === "cancelled" ? (
        <p className="mt-4 text-ink-2">The session was cancelled: you cannot register anybody.</p>
      ) : (
        <RegisterPeople sessionId={session.id} />
      )}
      <h2 className="sr-only">People of this session</h2>
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
    </>
  );
}
