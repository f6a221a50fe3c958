"use client";

import { useEffect, useRef, useState } from "react";
import { mediaTime } from "@/lib/platform/format";
import type { Attempt } from "@/lib/tracker/outbox";
import { Button } from "../ui/button";
import { Split } from "../ui/section";
import { BeaconLog } from "./beacon-log";
import { Counters } from "./counters";
import { Seconds } from "./seconds";
import { latestOf, ofThisPlayback, rangesOf, type Sent, withAttempt } from "./sent";

type Props = {
  videoId: string;
  courseId: string;
  title: string;
  source: string;
  durationSeconds: number | null;
  completionThreshold: number;
  /** The watcher may read this video's numbers, and is not counted in them. */
  preview: boolean;
  /** Seconds this viewer had covered before. */
  before: [number, number][];
};

/** Beacons every few seconds rather than every fifteen, so that one need not wait to see one arrive. */
const updateInterval = 5;

const played = (video: HTMLVideoElement): [number, number][] =>
  Array.from({ length: video.played.length }, (_, index) => [
    video.played.start(index),
    video.played.end(index),
  ]);

/**
 * The demo player: a video with the tracker on it, embedded as any course page would, and beneath it what the tracker
 * sends and what came of it. The player is plain HTML: nothing here tells the tracker anything.
 */
export function Watch(props: Props) {
  const video = useRef<HTMLVideoElement>(null);
  const [listening, setListening] = useState(false);
  const [sent, setSent] = useState<Sent[]>([]);
  const [here, setHere] = useState<[number, number][]>([]);
  const [length, setLength] = useState(props.durationSeconds);
  const [resumeAt, setResumeAt] = useState<number | null>(null);
  const [completed, setCompleted] = useState(false);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    const element = video.current;
    if (!element) return;
    const ending = new AbortController();
    const on = <Detail,>(name: string, hear: (detail: Detail) => void) =>
      element.addEventListener(name, (event) => hear((event as CustomEvent<Detail>).detail), {
        signal: ending.signal,
      });
    on<Attempt>("videoanalyticsbeacon", (attempt) =>
      setSent((known) => withAttempt(known, attempt, new Date())),
    );
    on<{ position: number }>("videoanalyticsresume", ({ position: from }) => setResumeAt(from));
    on("videoanalyticscompletion", () => setCompleted(true));
    // Only now the script may come: it starts by itself, and its first beacon is to be seen too.
    setListening(true);
    return () => ending.abort();
  }, []);

  const own = ofThisPlayback(sent);

  function resume() {
    const element = video.current;
    if (!element || resumeAt === null) return;
    element.currentTime = resumeAt;
    setResumeAt(null);
    element.play().catch(() => setFailed(element.error !== null));
  }

  return (
    <>
      <Split className="mt-6 max-desk:mt-5">
        <div>
          {/* biome-ignore lint/a11y/useMediaCaption: the clip is silent, and its words stand in the picture */}
          <video
            ref={video}
            src={props.source}
            controls
            playsInline
            preload="metadata"
            aria-label={props.title}
            className="block aspect-video w-full rounded-md bg-[#0d1316] print:hidden"
            onTimeUpdate={(event) => setHere(played(event.currentTarget))}
            onPlaying={(event) => {
              if (event.currentTarget.currentTime > 0) setResumeAt(null);
            }}
            onLoadedMetadata={(event) => setLength((known) => known ?? event.currentTarget.duration)}
            onError={() => setFailed(true)}
            data-video-analytics=""
            data-video-id={props.videoId}
            data-course-id={props.courseId}
            data-video-duration={props.durationSeconds ?? undefined}
            data-is-preview={props.preview}
            data-completion-threshold={props.completionThreshold}
            data-update-interval={updateInterval}
          />
          {listening ? <script src="/tracker.js" async /> : null}
          {failed ? (
            <p role="alert" className="mt-3 text-small text-bad">
              This video could not be played here. Reload the page, or try another browser.
            </p>
          ) : null}
          {resumeAt === null ? null : (
            <div className="mt-3 flex flex-wrap items-center gap-3">
              <Button look="primary" onClick={resume}>
                Go on at {mediaTime(resumeAt)}
              </Button>
              <p className="text-small text-ink-2">That is where you stopped last.</p>
            </div>
          )}
        </div>
        <Counters latest={latestOf(own)} />
      </Split>
      <Seconds
        length={length}
        before={props.before}
        here={here}
        counted={rangesOf(own.filter(({ fate }) => fate === "counted"))}
        completed={completed}
        threshold={props.completionThreshold}
      />
      <BeaconLog sent={sent} />
    </>
  );
}
