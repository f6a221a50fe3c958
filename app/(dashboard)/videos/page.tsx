import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { Findings, PageHead } from "@/components/shell/page-head";
import { rangeChoices } from "@/components/tables/range-choices";
import { Empty } from "@/components/ui/empty";
import { LinkButton } from "@/components/ui/link-button";
import { columnTerms } from "@/components/videos/column-terms";
import type { VideoRow } from "@/components/videos/columns";
import { listFound } from "@/components/videos/list-found";
import { VideosNumbers } from "@/components/videos/videos-numbers";
import { VideosTable } from "@/components/videos/videos-table";
import { requireScope } from "@/lib/auth/session";
import { courseList } from "@/lib/domain/courses/queries";
import { ownSchool } from "@/lib/domain/people/queries";
import { videoList } from "@/lib/domain/videos/queries/list";
import { videosOverview } from "@/lib/domain/videos/queries/overview";
import { sampledRetention } from "@/lib/domain/videos/queries/retention";
import type { PopularVideo } from "@/lib/domain/videos/schema";
import { absolute, relative } from "@/lib/platform/format-dates";
import { beginSentence } from "@/lib/platform/phrases";
import { dayOf, zoneName } from "@/lib/platform/time";
import { daysText } from "./days-text";
import { listQuery, type Search } from "./list-query";

export const metadata: Metadata = { title: "Videos" };

/** Points of a small curve: one for every two of its pixels. */
const curvePoints = 56;

export default async function VideosPage({ searchParams }: { searchParams: Promise<Search> }) {
  const [scope, search] = await Promise.all([requireScope(), searchParams]);
  if (scope.role === "student") forbidden();
  const query = listQuery(search);
  const days = { from: query.from, to: query.to };
  const school = await ownSchool(scope);
  // The installation's admin has no school, and so no zone: days are UTC.
  const timeZone = school?.time_zone ?? "UTC";
  const now = new Date();
  const today = dayOf(now, timeZone);
  const [stats, list, courses] = await Promise.all([
    videosOverview(scope, days),
    videoList(scope, query, now),
    courseList(scope),
  ]);
  const curves = await sampledRetention(
    list.items.map((video) => video.video_id),
    curvePoints,
  );
  const toRow = (video: PopularVideo): VideoRow => ({
    ...video,
    curve: curves.get(video.video_id) ?? [],
    lastView: relative(video.last_view_at, now, timeZone),
    last_view_at: absolute(video.last_view_at, timeZone),
  });
  const totalVideos = courses.reduce((sum, course) => sum + course.videos, 0);
  const narrowed = Boolean(query.q || query.course_id || query.from || query.to || query.offset);
  return (
    <>
      <PageHead
        crumbs={[{ label: "Videos" }]}
        title="Videos"
        meta={[`${beginSentence(daysText(days))}, ${zoneName(timeZone)}`]}
        summary={<Findings findings={listFound(stats, totalVideos)} />}
        actions={
          <LinkButton
            look="quiet"
            href={`/api/admin/analytics/videos/export${exportSearch(search)}`}
            download=""
          >
            CSV of these {list.total}
          </LinkButton>
        }
      />
      {totalVideos === 0 ? (
        <div className="mt-6">
          <Empty title="No videos yet">
            Videos appear here when your school adds them to a course that you{" "}
            {scope.role === "admin" ? "look after" : "teach"}. Each shows how much of it people see, and where
            it loses them.
          </Empty>
        </div>
      ) : (
        <>
          <VideosNumbers stats={stats} completionTarget={school?.completion_target ?? null} />
          <VideosTable
            rows={list.items.map(toRow)}
            total={list.total}
            limit={query.limit}
            courses={courses.map((course) => ({ value: course.id, label: course.title }))}
            range={rangeChoices(days, today)}
            terms={columnTerms()}
            completionTarget={school?.completion_target ?? null}
            narrowed={narrowed}
          />
        </>
      )}
    </>
  );
}

/** The same filters and order for the file: what is shown is what is exported. */
function exportSearch(search: Search): string {
  const query = listQuery(search);
  const asked = Object.entries({
    from: query.from,
    to: query.to,
    sort: query.sort,
    order: query.order,
    q: query.q,
    course_id: query.course_id,
  }).filter((pair): pair is [string, string] => typeof pair[1] === "string");
  const text = new URLSearchParams(asked).toString();
  return text ? `?${text}` : "";
}
