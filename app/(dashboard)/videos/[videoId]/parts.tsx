import "server-only";
import { Bars } from "@/components/charts/bars";
import { Findings } from "@/components/shell/page-head";
import { Empty } from "@/components/ui/empty";
import { Section } from "@/components/ui/section";
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
import { suspects } from "@/lib/domain/videos/queries/suspects";
import { viewers } from "@/lib/domain/videos/queries/viewers";
import type { VideoSummary } from "@/lib/domain/videos/schema";
import { cloudflareAccount } from "@/lib/flows/cloudflare/account";
import { count, decimal, percent, plural } from "@/lib/platform/format";
import { beginSentence } from "@/lib/platform/phrases";
import { type Day, dayOf } from "@/lib/platform/time";
import type { VideoNumbers } from "./numbers";

/* The page's parts, each awaiting the numbers, which are read once. */

type AwaitedNumbers = { numbers: Promise<VideoNumbers> };

export async function Summary({ numbers, status }: AwaitedNumbers & { status: VideoSummary["status"] }) {
  const { findings, summary, waiting } = await numbers;
  const known = summary.duration_seconds !== null;
  return (
    <>
      {status === "ready" ? null : (
        <b>
          {status === "processing"
            ? "The video is still being prepared. Views are stored now and counted once its length is known. "
            : known
              ? "Its provider could not prepare this video. "
              : "The video could not be prepared, so its length is unknown. Views are stored, but not counted. "}
        </b>
      )}
      {waiting?.playbacks ? <b>{waitingText(waiting)}</b> : <Findings findings={findings.summary} />}
    </>
  );
}

type Waiting = NonNullable<VideoNumbers["waiting"]>;
const waitingText = ({ playbacks, is_live }: Waiting): string =>
  `${plural(playbacks, "view is", "views are")} stored${is_live ? ": a live stream, whose end is not known yet" : ""}. `;

/** The latest groups that look automated; a video has none as a rule. */
const suspectsShown = 20;

export async function SuspectsPart({ video }: { video: Video }) {
  const { items } = await suspects(video, { limit: suspectsShown, offset: 0 });
  if (items.length === 0) return null;
  const lines = items.map((suspect) => ({
    id: suspect.id,
    decision: suspect.decision,
    text: suspectText(suspect, video.time_zone),
  }));
  return <Suspects videoId={video.id} undecided={undecidedText(items)} lines={lines} />;
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
  const { summary, retention, heatmap, findings, waiting } = await numbers;
  if (retention.base === 0 || retention.covers.length === 0)
    return <NoCurve video={summary} waiting={waiting} origin={origin} />;
  return (
    <VideoRetention
      retention={retention}
      rows={segmentRows(retention, heatmap?.segments ?? null)}
      title={findings.chartTitle}
      fileName={`${summary.title} retention`}
      playable={playable}
    />
  );
}

/** The code that a course page needs for a video to be measured; `origin` is Lectern's address. */
function embedding(video: { video_id: string; course_id: string }, origin: string): string {
  return `<script src="${origin}/lectern.js" defer></script>
<video src="…" controls
  data-video-analytics
  data-video-id="${video.video_id}"
  data-course-id="${video.course_id}"></video>`;
}

function NoCurve({
  video,
  waiting,
  origin,
}: Pick<VideoNumbers, "waiting"> & { video: VideoSummary; origin: string }) {
  if (waiting?.is_live)
    return (
      <Empty title="Live">
        A live stream has no length yet. The retention curve appears here once the players of three viewers
        report the same length, or you enter it.
      </Empty>
    );
  if (video.total_views > 0 || waiting?.playbacks)
    return (
      <Empty title={video.duration_seconds === null ? "The length is unknown" : "Not played yet"}>
        {video.duration_seconds === null
          ? "The retention curve appears here once the players of three viewers report the same length, or you enter it."
          : "The video was opened, but not played. The retention curve appears here after the first play."}
      </Empty>
    );
  return (
    <Empty title="No views yet" snippet={embedding(video, origin)}>
      The retention curve appears here after the first view. Add the tracker to the page where the video is
      watched:
    </Empty>
  );
}

export async function Viewers({
  video,
  query,
  filtered,
  numbers,
}: AwaitedNumbers & { video: Video; query: ViewersQuery; filtered: boolean }) {
  const { summary, findings } = await numbers;
  const { items, total, anonymous } = await viewers(video, query);
  if (total === 0 && !query.q) return null;
  const length = summary.duration_seconds;
  return (
    <Section
      id="viewers"
      title={findings.viewersTitle}
      sub={`One strip for each viewer on the same axis. Stronger colour means replayed; the red tick is where they last stopped.${filtered ? " The strips show all their views, not only those of the chosen days." : ""}`}
      tools={<ViewersTools />}
    >
      <ViewersTable
        rows={items}
        durationSeconds={Math.max(1, Math.round(length ?? 0))}
        limit={query.limit}
        total={total}
        note={anonymous > 0 ? `${count(anonymous)} of them anonymous` : undefined}
        empty={
          query.q
            ? `No viewer’s name or address contains “${query.q}”.`
            : "There are no viewers on this page."
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
  const [{ breakdowns }, answer] = await Promise.all([
    numbers,
    deliveries(video, days, cloudflareAccount() !== null),
  ]);
  const { by_day, by_country, read_at } = answer;
  const since = by_day[0]?.day ?? null;
  const watched = breakdowns.by_day;
  const window = chartDays(days, since ?? watched[0]?.day ?? null, dayOf(now, video.time_zone));
  return (
    <Delivered
      videoId={video.id}
      timeZone={video.time_zone}
      {...deliveredText(answer, watched, {
        now,
        timeZone: video.time_zone,
        hasId: video.provider_id !== null,
      })}
      shown={read_at ? { days: minuteDays(by_day, watched, window), countries: by_country } : null}
    />
  );
}

export async function Parts({ numbers, days, today }: AwaitedNumbers & { days: DaysQuery; today: Day }) {
  const { summary, breakdowns, findings } = await numbers;
  if (summary.total_views === 0) return null;
  const window = chartDays(days, breakdowns.by_day[0]?.day ?? null, today);
  const notes = [
    summary.rebuffering_ratio === null
      ? null
      : `rebuffering ${percent(summary.rebuffering_ratio)} of watch time`,
    summary.average_playback_speed === null
      ? null
      : `average speed ${decimal(summary.average_playback_speed, 2)}×`,
    proofText(breakdowns.by_proof),
  ].filter((note) => note !== null);
  const note = notes.join(", ");
  return (
    <section className="mt-12 grid grid-cols-3 gap-12 border-t border-line pt-5 max-rail:mt-10 max-rail:grid-cols-1 max-rail:gap-8">
      <h2 className="sr-only">When, on what and from where people watch</h2>
      <DaysChart title={findings.daysTitle} days={dayBars(breakdowns.by_day, window)} />
      <BreakdownChart
        answer={breakdowns}
        devicesTitle={findings.devicesTitle}
        note={note ? beginSentence(note) : null}
      />
      <Bars
        title={findings.referrersTitle}
        head={["Referrer", "Views", "Share"]}
        rows={breakdownBars("referrer", breakdowns.by_referrer, await currentLanguage())}
      />
    </section>
  );
}
