import type { Metadata } from "next";
import { z } from "zod";
import { PeopleTable } from "@/components/sessions/people-table";
import { RegisterPeople } from "@/components/sessions/register-people";
import { PageHead } from "@/components/shell/page-head";
import { LinkButton } from "@/components/ui/link-button";
import { requireRole } from "@/lib/auth/session";
import { reachSession } from "@/lib/domain/sessions/queries/reach";
import { peopleFilters, sessionPeople } from "@/lib/domain/sessions/queries/registrations";
import { storableText } from "@/lib/http/contract";
import { plural } from "@/lib/platform/format";
import { absolute, relative } from "@/lib/platform/format-dates";
import { zoneName } from "@/lib/platform/time";
import { reached } from "../../../reached";

export const metadata: Metadata = { title: "People of a session" };

/** People that one page of the list shows. */
const limit = 50;

const peopleQuery = z.object({
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  q: storableText(200).trim().min(1).optional(),
  state: z.enum(peopleFilters).optional(),
});

type Props = {
  params: Promise<{ sessionId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function SessionPeoplePage({ params, searchParams }: Props) {
  const [scope, { sessionId }, search] = await Promise.all([
    requireRole("admin", "instructor"),
    params,
    searchParams,
  ]);
  const session = await reached(reachSession(scope, sessionId));
  // A link that was cut or altered still opens: what it got wrong counts as not given.
  const query =
    peopleQuery.safeParse({ offset: search.offset, q: search.q || undefined, state: search.state }).data ??
    peopleQuery.parse({});
  const { items, total, counts } = await sessionPeople(scope, session.id, { limit, ...query });
  const now = new Date();
  const shown = (at: Date | null) =>
    at && { text: relative(at, now, session.time_zone), full: absolute(at, session.time_zone) };
  const { registered, cancelled, walk_ins: walkIns, unknown } = counts;
  const found = [
    `${plural(registered, "person is", "people are")} registered`,
    ...(cancelled ? [`${cancelled} took it back`] : []),
    ...(walkIns ? [`${walkIns} came without registering`] : []),
  ].join(", ");
  return (
    <>
      <PageHead
        crumbs={[
          { label: "Sessions", href: "/sessions" },
          { label: session.title, href: `/sessions/${session.id}` },
          { label: "People" },
        ]}
        title={`People of ${session.title}`}
        meta={[
          session.course_title,
          absolute(session.scheduled_start, session.time_zone),
          zoneName(session.time_zone),
        ]}
        summary={
          <>
            {found[0]?.toUpperCase()}
            {found.slice(1)}
            {unknown ? (
              <>
                ; <b>the school does not know {unknown} of them.</b>
              </>
            ) : (
              "."
            )}
          </>
        }
        actions={<LinkButton href={`/sessions/${session.id}`}>Open the session</LinkButton>}
      />
      {session.status === "cancelled" ? (
        <p className="mt-4 text-ink-2">
          The session was cancelled: nobody can be registered for it any more.
        </p>
      ) : (
        <RegisterPeople sessionId={session.id} />
      )}
      <h2 className="sr-only">Everybody of this session</h2>
      <PeopleTable
        sessionId={session.id}
        people={items.map(({ registered_at: registeredAt, cancelled_at: cancelledAt, ...person }) => ({
          ...person,
          registered: shown(registeredAt),
          cancelled: shown(cancelledAt),
        }))}
        total={total}
        limit={limit}
        narrowed={query.q !== undefined || query.state !== undefined}
        over={session.status === "ended"}
        closed={session.status === "cancelled"}
      />
    </>
  );
}
