import type { Metadata } from "next";
import { z } from "zod";
import { shownIn } from "@/app/(dashboard)/shown";
import { reached } from "@/app/reached";
import { RosterTable } from "@/components/learners/roster-table";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { UrlTabs } from "@/components/tables/url-tabs";
import { Empty } from "@/components/ui/empty";
import { LinkButton } from "@/components/ui/link-button";
import { currentLanguage } from "@/lib/auth/language";
import { isTeaching } from "@/lib/auth/scope";
import { requireStaff } from "@/lib/auth/session";
import { reachCourse, zoneOf } from "@/lib/domain/courses/queries";
import { classesOf, roster } from "@/lib/domain/learners/queries";
import { rosterQuery, rosterStates } from "@/lib/domain/learners/schema";
import { isFiltered, queryFromUrl, routeSearch, type Search } from "@/lib/http/list-url";
import { zoneName } from "@/lib/language/dates";
import { dayOf, plusDays } from "@/lib/platform/time";

type Props = { params: Promise<{ courseId: string }>; searchParams: Promise<Search> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("learners.roster.title") };
}

/** The learners on one page of the table. */
const rowsShown = 50;
/** So many are shown at once where the address asks for all, to be printed. */
const allMax = 1000;
const pageQuery = rosterQuery.extend({ rows: z.enum(["all"]).optional() });
/** For how many days somebody has not been seen: the filter's choices. */
const quietDays = [7, 14, 28];

export default async function RosterPage({ params, searchParams }: Props) {
  const [scope, { courseId }, search] = await Promise.all([requireStaff(), params, searchParams]);
  const found = await reached(reachCourse(scope, courseId));
  const course = { ...found, time_zone: await zoneOf(found) };
  const { rows, ...given } = queryFromUrl(pageQuery, search, { limit: rowsShown });
  const query = rows ? { ...given, limit: allMax, offset: 0 } : given;
  const [language, { items, total, states }, classes] = await Promise.all([
    currentLanguage(),
    roster(scope, course, query),
    classesOf(course),
  ]);
  const { t } = language;
  const now = new Date();
  const shown = shownIn(now, course.time_zone, language);
  const today = dayOf(now, course.time_zone);
  const all = Object.values(states).reduce((sum, one) => sum + one, 0);
  return (
    <ClientMessages of={["learners.roster", "learners.states", "learners.page"]}>
      <PageHead
        crumbs={[
          { label: t("learners.page.courses"), href: "/courses" },
          { label: course.title, href: `/courses/${course.id}` },
          { label: t("learners.roster.title") },
        ]}
        title={t("learners.roster.title")}
        meta={[course.title, zoneName(course.time_zone, language)]}
        summary={all ? t("learners.roster.summary", { neither: states.neither + states.never_came }) : null}
        actions={
          <>
            {rows ? (
              <LinkButton look="quiet" href={hrefOf(course.id, search, null)}>
                {t("learners.roster.by_page")}
              </LinkButton>
            ) : total > query.limit && total <= allMax ? (
              <LinkButton look="quiet" href={hrefOf(course.id, search, "all")}>
                {t("learners.roster.on_one_page", { count: total })}
              </LinkButton>
            ) : null}
            {total && isTeaching(scope) ? (
              <LinkButton href={`/api/courses/${course.id}/roster/export${routeSearch(given)}`} download="">
                {t("learners.roster.csv", { count: total })}
              </LinkButton>
            ) : null}
          </>
        }
      />
      {all === 0 && !isFiltered(query) ? (
        <Empty place="page" title={t("learners.roster.none")}>
          {t("learners.roster.none_about")}
        </Empty>
      ) : (
        <>
          <p className="mt-4 max-w-[780px] text-small text-ink-2">{t("learners.roster.about")}</p>
          <UrlTabs
            label={t("learners.roster.tabs")}
            filter="state"
            value={query.state ?? null}
            tabs={[null, ...rosterStates].map((state) => ({
              value: state,
              text: (
                <>
                  {t(`learners.states.${state ?? "all"}`)}
                  <span className="ml-1 text-ink-3 tabular-nums">
                    {language.count(state ? states[state] : all)}
                  </span>
                </>
              ),
            }))}
          />
          <RosterTable
            rows={items.map(({ last_seen_at, ...row }) => ({
              ...row,
              seen: last_seen_at === null ? null : shown(last_seen_at),
            }))}
            total={total}
            limit={query.limit}
            classes={classes}
            since={quietDays.map((days) => ({
              value: plusDays(today, -days),
              label: t("learners.roster.days", { count: days }),
            }))}
          />
        </>
      )}
    </ClientMessages>
  );
}

/** The same list by page or whole, from its first page. */
function hrefOf(courseId: string, search: Search, rows: "all" | null): string {
  const given = new URLSearchParams(
    Object.entries(search).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
  given.delete("offset");
  if (rows) given.set("rows", rows);
  else given.delete("rows");
  return `/courses/${courseId}/roster${given.size ? `?${given}` : ""}`;
}
