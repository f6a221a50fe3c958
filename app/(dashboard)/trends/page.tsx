import type { Metadata } from "next";
import { Suspense } from "react";
import { reached } from "@/app/reached";
import { ClientMessages } from "@/components/shell/client-messages";
import { Findings, PageHead } from "@/components/shell/page-head";
import { FilterMenu, Toolbar } from "@/components/tables/toolbar";
import { UrlTabs } from "@/components/tables/url-tabs";
import { CompletionByCourse, MostViewed } from "@/components/trends/content-tables";
import { TrendDays } from "@/components/trends/days-chart";
import { Empty } from "@/components/ui/empty";
import { LinkButton } from "@/components/ui/link-button";
import { NumberStrip } from "@/components/ui/numbers";
import { Section } from "@/components/ui/section";
import { ChartSkeleton } from "@/components/ui/skeleton";
import { useLanguage } from "@/components/ui/use-language";
import { currentLanguage } from "@/lib/auth/language";
import { isAdmin } from "@/lib/auth/scope";
import { requireTeaching } from "@/lib/auth/session";
import { courseList, reachCourse } from "@/lib/domain/courses/queries";
import { classesOf } from "@/lib/domain/learners/queries";
import type { Engagement } from "@/lib/domain/learning/engagement";
import { engagementFindings } from "@/lib/domain/learning/findings";
import { contentQuery } from "@/lib/domain/videos/content-trends";
import { contentTrends } from "@/lib/domain/videos/queries/content-trends";
import { engagement } from "@/lib/flows/overview/engagement";
import { isTooFew, narrowingOf } from "@/lib/flows/overview/narrowing";
import { queryFromUrl, routeSearch, type Search } from "@/lib/http/list-url";
import { dateFormat, zoneName } from "@/lib/language/dates";
import { LearnerWeeks } from "./learner-weeks";

/** The periods that the page offers; the address takes any of 1 to 365 days. */
const periods = [30, 90, 365] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("trends.page.title") };
}

/** What was learned and watched by day: an admin's whole school, an instructor's courses. */
export default async function TrendsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const [scope, search] = await Promise.all([requireTeaching(), searchParams]);
  const given = queryFromUrl(contentQuery, search);
  const course = given.course_id ? await reached(reachCourse(scope, given.course_id)) : null;
  const classes = course ? await classesOf(course) : [];
  // Who chooses another course is no longer asking for a class of the one before.
  const query = classes.some(({ value }) => value === given.class_id)
    ? given
    : { ...given, class_id: undefined };
  const [language, courses, narrowing] = await Promise.all([
    currentLanguage(),
    courseList(scope),
    reached(narrowingOf(scope, query)),
  ]);
  const { t } = language;
  const isFew = narrowing !== null && isTooFew(narrowing);
  const now = new Date();
  const [school, content] = await Promise.all([
    isAdmin(scope) && !isFew ? engagement(scope, query.days, now, narrowing) : null,
    contentTrends(scope, isFew ? { ...query, days: 1 } : query, now, narrowing),
  ]);
  const { dayRange, shortDay } = dateFormat(language.code);
  const columns = <Row extends { day: string }>(rows: readonly Row[], value: (row: Row) => number) =>
    rows.map((row) => ({ day: row.day, text: shortDay(row.day), value: value(row) }));
  const isEmpty = content.viewed_videos === 0 && !school?.daily.some(isActive);
  return (
    <ClientMessages of={["trends.charts"]}>
      <PageHead
        title={t("trends.page.title")}
        meta={[
          course?.title ?? t(isAdmin(scope) ? "trends.page.of_school" : "trends.page.of_courses"),
          isFew ? null : dayRange(content.from, content.to),
          zoneName(content.time_zone, language),
        ]}
        summary={school ? <Findings findings={engagementFindings(school, language)} /> : null}
        actions={<LinkButton href="/trends/funnels">{t("trends.funnels.title")}</LinkButton>}
      />
      <UrlTabs
        label={t("trends.page.period")}
        filter="days"
        value={String(query.days)}
        tabs={periods.map((days) => ({ value: String(days), text: t("tables.range.last_days", { days }) }))}
      />
      {courses.length > 0 ? (
        <Toolbar>
          <FilterMenu
            filter="course_id"
            label={t("trends.page.course")}
            options={courses.map(({ id, title }) => ({ value: id, label: title }))}
          />
          {classes.length > 0 ? (
            <FilterMenu filter="class_id" label={t("trends.funnels.class")} options={classes} />
          ) : null}
        </Toolbar>
      ) : null}
      {isFew ? (
        <Empty place="page" title={t("trends.page.few", { fewest: narrowing.fewest })}>
          {t("trends.page.few_about")}
        </Empty>
      ) : isEmpty ? (
        <Empty
          place="page"
          title={t("trends.page.none")}
          actions={
            <>
              {query.days < 365 ? (
                <LinkButton href={`/trends${routeSearch({ ...query, days: 365 })}`}>
                  {t("trends.page.last_year")}
                </LinkButton>
              ) : null}
              {isAdmin(scope) && !narrowing ? (
                <LinkButton href="/start">{t("trends.page.set_up")}</LinkButton>
              ) : null}
            </>
          }
        >
          {t("trends.page.none_about")}
        </Empty>
      ) : (
        <>
          {school ? (
            <>
              <SchoolNumbers summary={school.summary} />
              <Section>
                <TrendDays
                  of="people"
                  days={columns(school.daily, (one) => one.daily_active_users)}
                  ofCourse={!!narrowing}
                />
              </Section>
              <Suspense fallback={<ChartSkeleton height={480} label={t("charts.loading.weeks")} />}>
                <LearnerWeeks
                  scope={scope}
                  days={query.days}
                  now={now}
                  narrowing={narrowing}
                  search={{ course_id: query.course_id, class_id: query.class_id }}
                />
              </Suspense>
              <Section line>
                <TrendDays
                  of="activities"
                  days={columns(school.daily, (one) => one.activities)}
                  ofCourse={!!narrowing}
                />
              </Section>
            </>
          ) : null}
          <Section line={school !== null}>
            <TrendDays of="views" days={columns(content.daily, (one) => one.views)} />
          </Section>
          {content.viewed_videos > 0 ? (
            <>
              <Section
                line
                title={t("trends.tables.videos")}
                sub={t("trends.tables.shown", {
                  shown: content.most_viewed.length,
                  total: content.viewed_videos,
                })}
              >
                <MostViewed rows={content.most_viewed} />
              </Section>
              <Section line title={t("trends.tables.courses")} sub={t("trends.tables.courses_about")}>
                <CompletionByCourse rows={content.completion_by_course} />
              </Section>
            </>
          ) : null}
        </>
      )}
    </ClientMessages>
  );
}

const isActive = ({ daily_active_users, activities }: Engagement["daily"][number]) =>
  daily_active_users + activities > 0;

function SchoolNumbers({ summary }: { summary: Engagement["summary"] }) {
  const { t, count, decimal } = useLanguage();
  return (
    <NumberStrip
      items={[
        {
          label: t("trends.numbers.people"),
          value: count(summary.active_users),
          base: t("trends.numbers.a_day", { average: decimal(summary.average_daily_active_users) }),
        },
        ...(summary.learning_events === null
          ? []
          : [{ label: t("trends.numbers.learning_events"), value: count(summary.learning_events) }]),
        { label: t("trends.numbers.video_views"), value: count(summary.video_views) },
        { label: t("trends.numbers.attendances"), value: count(summary.attendances) },
      ]}
    />
  );
}
