import type { Metadata } from "next";
import { cache } from "react";
import { reached } from "@/app/reached";
import { CursorProvider } from "@/components/charts/cursor";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { rangeChoices } from "@/components/tables/range-choices";
import { RangeMenu } from "@/components/tables/range-menu";
import { Icon } from "@/components/ui/icon";
import { LinkButton } from "@/components/ui/link-button";
import { Block, ChartSkeleton, Loading, TableSkeleton } from "@/components/ui/skeleton";
import { useLanguage } from "@/components/ui/use-language";
import { EditVideo, ManageVideo } from "@/components/videos/manage-video";
import { VideoMissing } from "@/components/videos/video-missing";
import { VideoPlayer } from "@/components/videos/video-player";
import { currentLanguage } from "@/lib/auth/language";
import { isTeaching, type Scope } from "@/lib/auth/scope";
import { requireScope } from "@/lib/auth/session";
import { siteAddress } from "@/lib/auth/site";
import { courseList } from "@/lib/domain/courses/queries";
import { daysQuery, openedQuery, viewersQuery } from "@/lib/domain/videos/filters";
import { playedFrom, reachVideo, watchHref } from "@/lib/domain/videos/queries/reach";
import { suspects } from "@/lib/domain/videos/queries/suspects";
import { tracksOf } from "@/lib/domain/videos/queries/tracks";
import { lostWithVideo } from "@/lib/domain/videos/queries/versions";
import { queryFromUrl, routeSearch, type Search } from "@/lib/http/list-url";
import { dateFormat, zoneName } from "@/lib/language/dates";
import { mediaTime } from "@/lib/language/numbers";
import { dayOf } from "@/lib/platform/time";
import { Streamed } from "../../streamed";
import { daysText } from "../days-text";
import { videoNumbers } from "./numbers";
import { Chart, DeliveredPart, Facts, Parts, Summary, SuspectsPart, UnfollowedPart, Viewers } from "./parts";
import { RelatedPart } from "./related-part";
import { VersionsPart } from "./versions-part";

type Props = {
  params: Promise<{ videoId: string }>;
  searchParams: Promise<Search>;
};

/** What the parts of the page that run in the browser say. */
const messages = [
  "videos.breakdown",
  "videos.by_day",
  "videos.delivered",
  "videos.edit",
  "videos.manage",
  "videos.moments",
  "videos.player",
  "videos.retention",
  "videos.suspects",
  "videos.tracks",
  "videos.upload",
  "videos.versions",
  "videos.viewers",
] as const;

/** How many viewers one page of the list shows. */
const viewersShown = 12;

/** The latest groups that look automated; a video has none as a rule. */
const suspectsShown = 20;

const videoOfPage = cache((scope: Scope, videoId: string) => reached(reachVideo(scope, videoId)));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const video = await videoOfPage(await requireScope(), (await params).videoId);
  return { title: video.title };
}

export default async function VideoPage({ params, searchParams }: Props) {
  const [scope, { videoId }, search] = await Promise.all([requireScope(), params, searchParams]);
  const video = await videoOfPage(scope, videoId);
  const days = queryFromUrl(daysQuery, search);
  const query = queryFromUrl(viewersQuery, search, { name: "viewers", limit: viewersShown });

  const filtered = Boolean(days.from || days.to);
  const language = await currentLanguage();
  const { t } = language;
  const numbers = videoNumbers(video, days, language);
  const teaching = isTeaching(scope);
  const [origin, tracks, suspected, courses, lost] = await Promise.all([
    siteAddress(),
    tracksOf(scope, video),
    suspects(video, { limit: suspectsShown, offset: 0 }),
    teaching ? courseList(scope) : [],
    teaching ? lostWithVideo(video) : null,
    // Roll-ups are read at once and need no skeleton; the numbers of some days are counted from facts and stream in.
    filtered ? null : numbers,
  ]);
  const now = new Date();
  const today = dayOf(now, video.time_zone);
  const durationSeconds = video.duration_ms === null ? null : video.duration_ms / 1000;
  const href = watchHref(video);
  const { source, poster } = playedFrom(scope, video);
  const { course_title: course, lesson_number: lesson } = video;
  const key = `${days.from ?? ""}/${days.to ?? ""}`;
  const editable = {
    video: {
      id: video.id,
      title: video.title,
      course_id: video.course_id,
      lesson_id: video.lesson_id,
      lesson_name: lesson ? `${lesson} ${video.lesson_title}` : null,
      duration_seconds: durationSeconds,
      source_url: video.source_url,
      provider_id: video.provider_id,
      has_poster: video.poster_file !== null,
      revision: video.revision,
    },
    courses: courses.map(({ id, title }) => ({ id, title })),
  };
  const facts = (form: "rail" | "strip") => (
    <Streamed key={key} fallback={<FactsSkeleton />}>
      <Facts numbers={numbers} completionTarget={video.completion_target} form={form} />
    </Streamed>
  );
  const chart = (
    <Streamed key={key} fallback={<ChartSkeleton height={388} label={t("videos.page.counting_retention")} />}>
      <Chart numbers={numbers} origin={origin} playable={source !== null} />
    </Streamed>
  );

  return (
    <CursorProvider>
      <ClientMessages of={messages}>
        <PageHead
          crumbs={[
            { label: t("ui.videos"), href: "/videos" },
            { label: course, href: `/videos?course_id=${video.course_id}` },
            { label: lesson ? t("videos.page.lesson", { lesson }) : video.title },
          ]}
          title={video.title}
          meta={[
            lesson ? t("ui.in_lesson", { course, lesson }) : course,
            durationSeconds === null ? t("videos.page.length_unknown") : mediaTime(durationSeconds),
            video.published_at
              ? t("videos.page.published", {
                  day: dateFormat(language.code).longDate(video.published_at, video.time_zone),
                })
              : t("videos.page.not_published"),
            video.archived_at ? t("videos.page.archived") : null,
            `${daysText(days, language)}, ${zoneName(video.time_zone, language)}`,
          ]}
          summary={
            <Streamed key={key} fallback={<Block width={560} height={14} />}>
              <Summary numbers={numbers} status={video.status} />
            </Streamed>
          }
          actions={
            <>
              {teaching ? (
                <>
                  <EditVideo {...editable} />
                  <LinkButton
                    look="quiet"
                    href={`/api/admin/analytics/videos/${video.id}/viewers/export${routeSearch(query)}`}
                    download=""
                  >
                    {t("videos.page.csv")}
                  </LinkButton>
                </>
              ) : null}
              <LinkButton look="quiet" href={`/videos/${video.id}/snippet`}>
                {t("setup.snippet_page.title")}
              </LinkButton>
              <RangeMenu range={rangeChoices(days, today, language)} />
              {href ? (
                <LinkButton href={href}>
                  {t(video.page_url ? "videos.page.open_lesson" : "videos.page.watch")} <Icon name="arrow" />
                </LinkButton>
              ) : null}
            </>
          }
        />
        <SuspectsPart video={video} items={suspected.items} teaching={teaching} />
        <Streamed key={`unfollowed ${key}`}>
          <UnfollowedPart numbers={numbers} video={video} />
        </Streamed>
        {source ? (
          <div className="mt-6 grid grid-cols-[minmax(0,1fr)_var(--rail)] gap-x-(--gap) gap-y-7 max-rail:mt-5 max-rail:grid-cols-[minmax(0,1fr)] max-rail:gap-y-5">
            <VideoPlayer
              source={source}
              poster={poster}
              chapters={tracks.chapters}
              captions={tracks.captions}
              title={video.title}
              durationSeconds={durationSeconds}
              startAt={queryFromUrl(openedQuery, search).t ?? 0}
            />
            <div className="max-rail:order-2 max-rail:mt-3">{facts("rail")}</div>
            <div className="col-span-full min-w-0 max-rail:order-1">{chart}</div>
          </div>
        ) : (
          <>
            <VideoMissing
              provider={video.provider}
              pageUrl={video.page_url}
              tools={
                video.provider === "file" && teaching ? <EditVideo {...editable} opensAt="address" /> : null
              }
            />
            {facts("strip")}
            <div className="mt-7 min-w-0">{chart}</div>
          </>
        )}
        <Streamed key={`viewers ${key}`} fallback={<ViewersSkeleton />}>
          <Viewers video={video} query={query} filtered={filtered} numbers={numbers} />
        </Streamed>
        <Streamed
          key={`parts ${key}`}
          fallback={<ChartSkeleton height={160} label={t("videos.page.counting_parts")} />}
        >
          <Parts numbers={numbers} days={days} today={today} />
        </Streamed>
        <Streamed
          key="related"
          fallback={<ChartSkeleton height={160} label={t("videos.related.counting")} />}
        >
          <RelatedPart scope={scope} video={video} />
        </Streamed>
        <Streamed key={`versions ${video.version}`}>
          <VersionsPart video={video} />
        </Streamed>
        {video.provider === "cloudflare" ? (
          <Streamed
            key={`delivered ${key}`}
            fallback={<ChartSkeleton height={160} label={t("videos.page.counting_delivered")} />}
          >
            <DeliveredPart numbers={numbers} video={video} days={days} now={now} />
          </Streamed>
        ) : null}
        {lost ? (
          <ManageVideo
            video={{
              id: video.id,
              title: video.title,
              published: video.published_at !== null,
              archived: video.archived_at !== null,
              version: video.version,
              revision: video.revision,
            }}
            lost={lost}
            chapters={tracks.chapters}
            languages={tracks.captions.map(({ language }) => language)}
          />
        ) : null}
      </ClientMessages>
    </CursorProvider>
  );
}

function FactsSkeleton() {
  const { t } = useLanguage();
  return (
    <Loading label={t("videos.page.counting_numbers")}>
      {["a", "b", "c", "d", "e"].map((key) => (
        <div key={key} className="h-[86px] border-t border-line py-3 first:border-t-0 first:pt-0">
          <Block width={88} />
          <div className="mt-2">
            <Block width={136} height={24} />
          </div>
        </div>
      ))}
    </Loading>
  );
}

function ViewersSkeleton() {
  return (
    <div className="mt-12 max-rail:mt-10">
      <Block width={420} height={16} className="mb-12" />
      <TableSkeleton rows={viewersShown} rowHeight={28} />
    </div>
  );
}
