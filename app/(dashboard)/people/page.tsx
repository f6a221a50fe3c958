import type { Metadata } from "next";
import type { PersonRow } from "@/components/people/list/columns";
import { OpenInvitations } from "@/components/people/list/open-invitations";
import { InviteButton, PeopleTable } from "@/components/people/list/people-table";
import { ClientMessages } from "@/components/shell/client-messages";
import { Findings, PageHead } from "@/components/shell/page-head";
import { LinkButton } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { currentLanguage } from "@/lib/auth/language";
import { ownSchool } from "@/lib/auth/school";
import { requireAdmin } from "@/lib/auth/session";
import { courseList } from "@/lib/domain/courses/queries";
import { userFindings } from "@/lib/domain/people/findings";
import { openInvitations } from "@/lib/domain/people/links/queries";
import { countUsers, usersOf } from "@/lib/domain/people/users/queries";
import { type UserRow, usersQuery } from "@/lib/domain/people/users/schema";
import { schoolChoices } from "@/lib/domain/sessions/queries/form";
import { isFiltered, queryFromUrl, type Search } from "@/lib/http/list-url";
import { canMail } from "@/lib/integrations/mail/mail";
import { dateFormat, zoneName } from "@/lib/language/dates";
import { dayOf } from "@/lib/platform/time";
import { shownIn } from "../shown";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("ui.people") };
}

/** The rows of one page of the table. */
const rowsShown = 50;

export default async function PeoplePage({ searchParams }: { searchParams: Promise<Search> }) {
  const [scope, search] = await Promise.all([requireAdmin(), searchParams]);
  const query = queryFromUrl(usersQuery, search, { limit: rowsShown });
  const [list, counts, links, courses, schools, school, language] = await Promise.all([
    usersOf(scope, query),
    countUsers(scope),
    openInvitations(scope),
    courseList(scope),
    schoolChoices(scope),
    ownSchool(scope),
    currentLanguage(),
  ]);
  const { t } = language;
  const timeZone = school.time_zone;
  const shown = shownIn(new Date(), timeZone, language);
  const { shortDay } = dateFormat(language.code);
  const toRow = (user: UserRow): PersonRow => {
    const since = user.disabled_at ?? user.invitation_expires_at;
    return {
      ...user,
      seen: user.last_signed_in_at ? shown(user.last_signed_in_at) : null,
      since: since ? shortDay(dayOf(new Date(since), timeZone)) : null,
    };
  };
  return (
    <ClientMessages
      of={[
        "people.list",
        "people.state",
        "people.role",
        "people.selection",
        "people.account",
        "people.invite",
        "people.open_links",
      ]}
    >
      <PageHead
        title={t("ui.people")}
        meta={[school.name, zoneName(timeZone, language)]}
        summary={<Findings findings={userFindings(counts, language)} />}
        actions={
          <>
            <LinkButton href="/people/import">{t("people.import.button")}</LinkButton>
            <LinkButton href="/people/new">{t("people.list.add")}</LinkButton>
            <InviteButton
              mail={canMail()}
              places={{
                schools,
                courses: courses.map(({ id, title, school_id }) => ({ value: id, label: title, school_id })),
              }}
            />
          </>
        }
      />
      <PeopleTable
        rows={list.items.map(toRow)}
        total={list.total}
        all={counts.total}
        limit={query.limit}
        narrowed={isFiltered(query)}
        counts={counts.roles}
      />
      {links.length ? (
        <Section id="links" line title={t("people.open_links.title")} sub={t("people.open_links.about")}>
          <OpenInvitations
            rows={links.map((link) => ({
              ...link,
              until: shortDay(dayOf(new Date(link.expires_at), timeZone)),
            }))}
          />
        </Section>
      ) : null}
    </ClientMessages>
  );
}
