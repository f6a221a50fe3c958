import "server-only";
import { Bars } from "@/components/charts/bars";
import { Findings } from "@/components/shell/page-head";
import { Empty } from "@/components/ui/empty";
import { LinkButton } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { useLanguage } from "@/components/ui/use-language";
import { BreakdownChart } from "@/components/videos/breakdown-chart";
import { breakdownBars, proofText } from "@/components/videos/breakdown-rows";
import { chartDays, dayBars, minuteDays } from "@/components/videos/day-window";
import { DaysChart } from "@/components/videos/days-chart";
import { Delivered } from "@/components/videos/delivered";
import { deliveredText } from "@/components/videos/delivered-text";
import { segmentRows } from "@/components/videos/segment-rows";
import { suspectText, undecidedText } from "@/components/videos/suspect-text";
import { Suspects } from "@/components/videos/suspects";
import { Unfollowed } from "@/components/videos/unfollowed";
import { VideoFacts } from "@/components/videos/video-facts";
import { VideoRetention } from "@/components/videos/video-retention";
import { ViewersTable, ViewersTools } from "@/components/videos/viewers-table";
import { currentLanguage } from "@/lib/auth/language";
import type { DaysQuery, ViewersQuery } from "@/lib/domain/videos/filters";
import { deliveries } from "@/lib/domain/videos/queries/deliveries";
import type { Video } from "@/lib/domain/videos/queries/reach";
import { viewers } from "@/lib/domain/videos/queries/viewers";
import type { SuspectsAnswer, VideoSummary } from "@/lib/domain/videos/schema";
import { cloudflareAccount } from "@/lib/flows/cloudflare/account";
import { playerSnippet } from "@/lib/http/player-snippets";
import { type Day, dayOf } from "@/lib/platform/time";
import type { VideoNumbers } from "./numbers";

/* The page's parts, each awaiting the numbers, which are read once. */

type AwaitedNumbers = { numbers: Promise<VideoNumbers> };

export async function Summary({ numbers, status }: AwaitedNumbers & { status: VideoSummary["status"] }) {
  const [{ findings, summary, waiting }, { t }] = await Promise.all([numbers, currentLanguage()]);
  const known = summary.duration_seconds !== null;
  return (
    <>
      {status === "ready" ? null : (
        <b>
          {t(
            status === "processing"
              ? "videos.page.processing"
              : known
                ? "videos.page.failed"
                : "videos.page.failed_unknown",
          )}{" "}
        </b>
      )}
      {waiting?.playbacks ? (
        <b>{t("videos.page.waiting", { views: waiting.playbacks, live: waiting.is_live ? "yes" : "no" })}</b>
      ) : (
        <Findings findings={findings.summary} />
      )}
    </>
  );
}

/** Groups that look automated. `teaching`: whether the reader may decide about them. */
export async function SuspectsPart({
  video,
  items,
  teaching,
}: {
  video: Video;
  items: SuspectsAnswer["items"];
  teaching: boolean;
}) {
  if (items.length === 0) return null;
  const language = await currentLanguage();
  const lines = items.map((suspect) => ({
    id: suspect.id,
    decision: suspect.decision,
    text: suspectText(suspect, video.time_zone, language),
  }));
  return (
    <Suspects
      videoId={video.id}
      undecided={undecidedText(items, language)}
      lines={lines}
      decidable={teaching}
    />
  );
}

/** Players in frames that could not be followed; a video has none as a rule. */
export async function UnfollowedPart({ numbers, video }: AwaitedNumbers & { video: Video }) {
  const { breakdowns } = await numbers;
  return <Unfollowed unfollowed={breakdowns.unfollowed} timeZone={video.time_zone} />;
}

export async function Facts({
  numbers,
  ...shown
}: AwaitedNumbers & { completionTarget: number; form: "rail" | "strip" }) {
  const { summary, typical } = await numbers;
  return <VideoFacts video={summary} typical={typical} {...shown} />;
}

export async function Chart({
  numbers,
  origin,
  playable,
}: AwaitedNumbers & { origin: string; playable: boolean }) {
  const [{ summary, retention, heatmap, findings, waiting }, { t }] = await Promise.all([
    numbers,
    currentLanguage(),
  ]);
  if (retention.base === 0 || retention.covers.length === 0)
    return <NoCurve video={summary} waiting={waiting} origin={origin} />;
  return (
    <VideoRetention
      retention={retention}
      rows={segmentRows(retention, heatmap?.segments ?? null)}
      title={findings.chartTitle}
      fileName={t("videos.page.retention_file", { title: summary.title })}
      playable={playable}
    />
  );
}

function NoCurve({
  video,
  waiting,
  origin,
}: Pick<VideoNumbers, "waiting"> & { video: VideoSummary; origin: string }) {
  const { t } = useLanguage();
  if (waiting?.is_live) return <Empty title={t("videos.page.live")}>{t("videos.page.live_about")}</Empty>;
  if (video.total_views > 0 || waiting?.playbacks)
    return video.duration_seconds === null ? (
      <Empty title={t("videos.page.no_length")}>{t("videos.page.no_length_about")}</Empty>
    ) : (
      <Empty title={t("videos.page.not_played")}>{t("videos.page.not_played_about")}</Empty>
    );
  return (
    <Empty
      title={t("videos.page.no_views")}
      snippet={playerSnippet(
        "html",
        { kind: "video", reference: video.video_id, course: video.course_id, source: null },
        { origin, school: "" },
        false,
      )}
      actions={
        <LinkButton look="primary" href={`/videos/${video.video_id}/snippet`}>
          {t("setup.snippet_page.open")}
        </LinkButton>
      }
    >
      {t("videos.page.no_views_about")}
    </Empty>
  );
}

export async function Viewers({
  video,
  query,
  filtered,
  numbers,
}: AwaitedNumbers & { video: Video; query: ViewersQuery; filtered: boolean }) {
  const [{ summary, findings }, { items, total, anonymous }, { t }] = await Promise.all([
    numbers,
    viewers(video, query),
    currentLanguage(),
  ]);
  if (total === 0 && !query.q) return null;
  const length = summary.duration_seconds;
  return (
    <Section
      id="viewers"
      title={findings.viewersTitle}
      sub={t("videos.page.viewers_about", { filtered: filtered ? "yes" : "no" })}
      tools={<ViewersTools />}
    >
      <ViewersTable
        rows={items}
        durationSeconds={Math.max(1, Math.round(length ?? 0))}
        limit={query.limit}
        total={total}
        note={anonymous > 0 ? t("videos.page.anonymous", { count: anonymous }) : undefined}
        empty={
          query.q ? t("videos.page.no_viewer_matches", { text: query.q }) : t("videos.page.no_viewers_here")
        }
      />
    </Section>
  );
}

/** What the provider of a video delivered, beside what was watched. */
export async function DeliveredPart({
  numbers,
  video,
  days,
  now,
}: AwaitedNumbers & { video: Video; days: DaysQuery; now: Date }) {
  const [{ breakdowns }, answer, language] = await Promise.all([
    numbers,
    deliveries(video, days, cloudflareAccount() !== null),
    currentLanguage(),
  ]);
  const { by_day, by_country, read_at } = answer;
  const since = by_day[0]?.day ?? null;
  const watched = breakdowns.by_day;
  const window = chartDays(days, since ?? watched[0]?.day ?? null, dayOf(now, video.time_zone));
  return (
    <Delivered
      videoId={video.id}
      timeZone={video.time_zone}
      {...deliveredText(
        answer,
        watched,
        { now, timeZone: video.time_zone, hasId: video.provider_id !== null },
        language,
      )}
      shown={read_at ? { days: minuteDays(by_day, watched, window, language), countries: by_country } : null}
    />
  );
}

export async function Parts({ numbers, days, today }: AwaitedNumbers & { days: DaysQuery; today: Day }) {
  const [{ summary, breakdowns, findings }, language] = await Promise.all([numbers, currentLanguage()]);
  const { t, percent, decimal, beginSentence } = language;
  if (summary.total_views === 0) return null;
  const window = chartDays(days, breakdowns.by_day[0]?.day ?? null, today);
  const notes = [
    summary.rebuffering_ratio === null
      ? null
      : t("videos.page.rebuffering", { share: percent(summary.rebuffering_ratio) }),
    summary.average_playback_speed === null
      ? null
      : t("videos.page.speed", { speed: decimal(summary.average_playback_speed, 2) }),
    proofText(breakdowns.by_proof, language),
  ].filter((note) => note !== null);
  const note = notes.join(", ");
  return (
    <section className="mt-12 grid grid-cols-3 gap-12 border-t border-line pt-5 max-rail:mt-10 max-rail:grid-cols-1 max-rail:gap-8">
      <h2 className="sr-only">{t("videos.page.parts")}</h2>
      <DaysChart title={findings.daysTitle} days={dayBars(breakdowns.by_day, window, language)} />
      <BreakdownChart
        answer={breakdowns}
        devicesTitle={findings.devicesTitle}
        note={note ? beginSentence(note) : null}
      />
      <Bars
        title={findings.referrersTitle}
        head={[t("videos.page.referrer"), t("ui.views"), t("videos.breakdown.share")]}
        rows={breakdownBars("referrer", breakdowns.by_referrer, language)}
      />
    </section>
  );
}
