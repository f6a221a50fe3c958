import type { Metadata } from "next";
import { ClientMessages } from "@/components/shell/client-messages";
import { Findings, PageHead } from "@/components/shell/page-head";
import { termsOf } from "@/components/tables/column";
import { rangeChoices } from "@/components/tables/range-choices";
import { Empty } from "@/components/ui/empty";
import { LinkButton } from "@/components/ui/link-button";
import { type VideoRow, videoTableColumns } from "@/components/videos/columns";
import { VideosNumbers } from "@/components/videos/videos-numbers";
import { VideosTable } from "@/components/videos/videos-table";
import { currentLanguage } from "@/lib/auth/language";
import { ownSchool } from "@/lib/auth/school";
import { isAdmin, isTeaching } from "@/lib/auth/scope";
import { requireStaff } from "@/lib/auth/session";
import { courseList } from "@/lib/domain/courses/queries";
import { videoListQuery } from "@/lib/domain/videos/filters";
import { videosFindings } from "@/lib/domain/videos/findings/list";
import { videoList } from "@/lib/domain/videos/queries/list";
import { videosOverview } from "@/lib/domain/videos/queries/overview";
import { sampledRetention } from "@/lib/domain/videos/queries/retention";
import type { PopularVideo } from "@/lib/domain/videos/schema";
import { pick } from "@/lib/glossary/glossary";
import { isFiltered, queryFromUrl, routeSearch, type Search } from "@/lib/http/list-url";
import { zoneName } from "@/lib/language/dates";
import { dayOf } from "@/lib/platform/time";
import { shownIn } from "../shown";
import { daysText } from "./days-text";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("ui.videos") };
}

/** The rows of one page of the table. */
const rowsShown = 25;
/** Points of a small curve: one for every two of its pixels. */
const curvePoints = 56;

export default async function VideosPage({ searchParams }: { searchParams: Promise<Search> }) {
  const [scope, search] = await Promise.all([requireStaff(), searchParams]);
  const language = await currentLanguage();
  const { t, beginSentence } = language;
  const query = queryFromUrl(videoListQuery, search, { limit: rowsShown });
  const days = { from: query.from, to: query.to };
  const school = await ownSchool(scope);
  const timeZone = school.time_zone;
  const now = new Date();
  const today = dayOf(now, timeZone);
  const [{ stats, rated }, list, courses] = await Promise.all([
    videosOverview(scope, days),
    videoList(scope, query, now),
    courseList(scope),
  ]);
  const curves = await sampledRetention(
    list.items.map((video) => video.video_id),
    curvePoints,
  );
  const shown = shownIn(now, timeZone, language);
  const toRow = (video: PopularVideo): VideoRow => ({
    ...video,
    curve: curves.get(video.video_id) ?? [],
    last_view: video.last_view_at ? shown(video.last_view_at) : null,
  });
  const totalVideos = courses.reduce((sum, course) => sum + course.videos, 0);
  const narrowed = isFiltered({ ...query, archived: undefined }) || query.offset > 0;
  // Without any other video, those that are archived still have their list.
  const archived = { ...query, archived: "true" as const, limit: 1 };
  const none = totalVideos === 0 && (await videoList(scope, archived, now)).total === 0;
  return (
    <>
      <PageHead
        title={t("ui.videos")}
        meta={[`${beginSentence(daysText(days, language))}, ${zoneName(timeZone, language)}`]}
        summary={<Findings findings={videosFindings(stats, totalVideos, rated, language)} />}
        actions={
          <>
            {isTeaching(scope) ? (
              <LinkButton look="quiet" href="/videos/addresses">
                {t("videos.addresses.link")}
              </LinkButton>
            ) : null}
            <LinkButton
              look="quiet"
              href={`/api/admin/analytics/videos/export${routeSearch(query)}`}
              download=""
            >
              {t("videos.list.csv", { count: list.total })}
            </LinkButton>
            {isTeaching(scope) ? (
              <LinkButton look="primary" href="/videos/new">
                {t("videos.add.title")}
              </LinkButton>
            ) : null}
          </>
        }
      />
      {none ? (
        <Empty
          place="page"
          title={t("videos.list.none")}
          actions={
            isTeaching(scope) ? (
              <LinkButton look="primary" href="/videos/new">
                {t("videos.list.add_first")}
              </LinkButton>
            ) : null
          }
        >
          {t("videos.list.none_about", {
            role: isAdmin(scope) ? "admin" : isTeaching(scope) ? "instructor" : "other",
          })}
        </Empty>
      ) : (
        <>
          <VideosNumbers stats={stats} completionTarget={school.completion_target} />
          <ClientMessages of={["videos.table"]}>
            <VideosTable
              rows={list.items.map(toRow)}
              total={list.total}
              limit={query.limit}
              courses={courses.map((course) => ({ value: course.id, label: course.title }))}
              range={rangeChoices(days, today, language)}
              words={pick(termsOf(videoTableColumns(null, language)), language)}
              completionTarget={school.completion_target}
              narrowed={narrowed}
              archived={query.archived !== undefined}
              canEdit={isTeaching(scope)}
            />
          </ClientMessages>
        </>
      )}
    </>
  );
}
