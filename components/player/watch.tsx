"use client";

import { useEffect, useRef, useState } from "react";
import type { Chapter } from "@/lib/domain/videos/chapters";
import { mediaTime, unknown } from "@/lib/language/numbers";
import type { AnalyticsEvents } from "@/lib/tracker/page-globals";
import { useVideoAnalytics } from "@/lib/tracker/react";
import type { Progress, VideoItem } from "@/lib/tracker/wire";
import { Button } from "../ui/button";
import { NumberRail } from "../ui/numbers";
import { Split } from "../ui/section";
import { useLanguage } from "../ui/use-language";
import { Seconds } from "./seconds";
import { latestOf, ofThisPlayback, rangesOf, type Sent, withAttempt } from "./sent";
import { beaconColumns, SentLog } from "./sent-log";

type Props = {
  videoId: string;
  courseId: string;
  title: string;
  source: string;
  poster: string | null;
  chapters: Chapter[];
  captions: { language: string; address: string }[];
  durationSeconds: number | null;
  completionThreshold: number;
  /** The viewer may read this video's numbers, and is not counted in them. */
  preview: boolean;
  /** Seconds this viewer had covered before. */
  before: [number, number][];
  /** The second that the link names. */
  startAt: number | null;
};

/** A beacon every 5 seconds rather than every 15, so that one soon arrives. */
const updateInterval = 5;

const played = (video: HTMLVideoElement): [number, number][] =>
  Array.from({ length: video.played.length }, (_, index) => [
    video.played.start(index),
    video.played.end(index),
  ]);

/**
 * The demo player: a video with the tracker, embedded as on any course page, and below it what the tracker sends and the
 * answers.
 */
export function Watch(props: Props) {
  const { t } = useLanguage();
  const video = useRef<HTMLVideoElement>(null);
  const [sent, setSent] = useState<Sent<VideoItem>[]>([]);
  const [here, setHere] = useState<[number, number][]>([]);
  const [length, setLength] = useState(props.durationSeconds);
  const [resumeAt, setResumeAt] = useState<number | null>(null);
  const [completed, setCompleted] = useState(false);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    const element = video.current;
    if (!element) return;
    const ending = new AbortController();
    const on = <Name extends keyof AnalyticsEvents>(
      name: Name,
      listen: (detail: AnalyticsEvents[Name]["detail"]) => void,
    ) => element.addEventListener(name, ({ detail }) => listen(detail), { signal: ending.signal });
    on("videoanalyticsbeacon", (attempt) => setSent((list) => withAttempt(list, attempt, new Date())));
    on("videoanalyticsresume", ({ position }) => setResumeAt(position));
    on("videoanalyticscompletion", () => setCompleted(true));
    return () => ending.abort();
  }, []);

  const { startAt } = props;
  useEffect(() => {
    const element = video.current;
    // The browser may have read the length before the page started.
    if (element && startAt !== null && element.readyState > 0) element.currentTime = startAt;
  }, [startAt]);

  useVideoAnalytics(video, {
    videoId: props.videoId,
    courseId: props.courseId,
    ...(props.durationSeconds ? { duration: props.durationSeconds } : {}),
    isPreview: props.preview,
    completionThreshold: props.completionThreshold,
    updateInterval,
    endpoint: "/",
  });
  const own = ofThisPlayback(sent);

  function resume() {
    const element = video.current;
    if (!element || resumeAt === null) return;
    element.currentTime = resumeAt;
    setResumeAt(null);
    element.play().catch(() => setFailed(element.error !== null));
  }

  const countedWord = props.preview ? t("player.log.stored") : undefined;
  return (
    <>
      <Split className="mt-6 max-rail:mt-5">
        <div>
          {/* biome-ignore lint/a11y/useMediaCaption: a video has the captions that its school gave it */}
          <video
            ref={video}
            src={props.source}
            poster={props.poster ?? undefined}
            controls
            playsInline
            preload="metadata"
            aria-label={props.title}
            className="block aspect-video w-full rounded-md bg-[#0d1316] print:hidden"
            onTimeUpdate={(event) => setHere(played(event.currentTarget))}
            onPlaying={(event) => {
              if (event.currentTarget.currentTime > 0) setResumeAt(null);
            }}
            onLoadedMetadata={(event) => {
              const { duration } = event.currentTarget;
              setLength((length) => length ?? duration);
              if (startAt !== null) event.currentTarget.currentTime = startAt;
            }}
            onError={() => setFailed(true)}
          >
            {props.captions.map(({ language, address }) => (
              <track key={language} kind="captions" srcLang={language} label={language} src={address} />
            ))}
          </video>
          {failed ? (
            <p role="alert" className="mt-3 text-small text-bad">
              {t("player.watch.failed")}
            </p>
          ) : null}
          {resumeAt === null || startAt !== null ? null : (
            <div className="mt-3 flex flex-wrap items-center gap-3">
              <Button look="primary" onClick={resume}>
                {t("player.watch.resume", { time: mediaTime(resumeAt) })}
              </Button>
              <p className="text-small text-ink-2">{t("player.watch.stopped_there")}</p>
            </div>
          )}
          <Chapters
            chapters={props.chapters}
            onChosen={(second) => {
              if (video.current) video.current.currentTime = second;
            }}
          />
        </div>
        <Counters latest={latestOf(own)} />
      </Split>
      <Seconds
        length={length}
        before={props.before}
        here={here}
        counted={rangesOf(own.filter(({ outcome }) => outcome === "counted"))}
        countedWord={countedWord}
        completed={completed}
        threshold={props.completionThreshold}
      />
      <SentLog
        sent={sent}
        columns={beaconColumns}
        sub={t("player.watch.log_about")}
        label={t("player.watch.log_label")}
        empty={t("player.watch.log_empty")}
        countedWord={countedWord}
      />
    </>
  );
}

/** The chapters, each a button that goes to where it begins. */
function Chapters({
  chapters,
  onChosen,
}: {
  chapters: readonly Chapter[];
  onChosen: (second: number) => void;
}) {
  const { t } = useLanguage();
  if (chapters.length === 0) return null;
  return (
    <nav aria-label={t("player.watch.chapters")} className="mt-4 print:hidden">
      <h2 className="text-small font-medium">{t("player.watch.chapters")}</h2>
      <ol className="mt-1 grid gap-0.5">
        {chapters.map(({ start_seconds, title }) => (
          <li key={start_seconds}>
            <button
              type="button"
              className="flex min-h-6 gap-3 text-left text-small text-ink-2 hover:text-accent"
              onClick={() => onChosen(start_seconds)}
            >
              <span className="w-14 flex-none tabular-nums text-ink-3">{mediaTime(start_seconds)}</span>
              {title}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** The counters of this playback, from its latest beacon. */
function Counters({ latest }: { latest: Progress | undefined }) {
  const { t, count, decimal } = useLanguage();
  return (
    <NumberRail
      items={[
        {
          label: t("player.watch.played"),
          value: latest ? decimal(latest.watch_time_seconds) : unknown,
          unit: latest ? "s" : undefined,
          base: t("player.watch.replays_included"),
        },
        { label: t("glossary.play_count.label"), value: count(latest?.play_count) },
        { label: t("glossary.pause_count.label"), value: count(latest?.pause_count) },
        { label: t("glossary.seek_count.label"), value: count(latest?.seek_count) },
        {
          label: t("glossary.average_playback_speed.label"),
          value: decimal(latest?.average_playback_speed, 2),
          unit: latest?.average_playback_speed === undefined ? undefined : "×",
        },
      ]}
    />
  );
}
