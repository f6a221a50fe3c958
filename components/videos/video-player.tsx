"use client";

import { useEffect, useRef, useState } from "react";
import { positionAt } from "@/components/charts/axis";
import { useCursor, useHovered } from "@/components/charts/cursor";
import { Icon } from "@/components/ui/icon";
import { choiceOf, Menu } from "@/components/ui/menu";
import { useLanguage } from "@/components/ui/use-language";
import type { Chapter } from "@/lib/domain/videos/chapters";
import { mediaTime } from "@/lib/language/numbers";

/** Each with the decimals that it is written with. */
const speeds = [
  [0.5, 1],
  [0.75, 2],
  [1, 0],
  [1.25, 2],
  [1.5, 1],
  [1.75, 2],
  [2, 0],
] as const;

type Props = {
  source: string;
  poster: string | null;
  title: string;
  durationSeconds: number | null;
  /** The second at which a link opens it. */
  startAt: number;
  chapters: readonly Chapter[];
  captions: readonly { language: string; address: string }[];
};

const controls = "grid size-6 place-items-center rounded-md";

/** The video over its own charts, with a slim bar whose scrub line is their axis. Watching here is not counted. */
export function VideoPlayer(props: Props) {
  const { source, poster, title, durationSeconds, startAt, chapters, captions } = props;
  const { t, decimal } = useLanguage();
  const choices = speeds.map(([value, digits]) => ({ value, label: `${decimal(value, digits)}×` }));
  const cursor = useCursor();
  const box = useRef<HTMLDivElement>(null);
  const video = useRef<HTMLVideoElement>(null);
  const [at, setAt] = useState(startAt);
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<(typeof speeds)[number][0]>(1);
  const [failed, setFailed] = useState(false);
  const [ownDuration, setOwnDuration] = useState<number | null>(null);
  const duration = durationSeconds ?? ownDuration;

  useEffect(() => {
    const stop = cursor.onSeek((second) => {
      const element = video.current;
      if (!element) return;
      element.currentTime = second;
      cursor.playheadAt(second);
    });
    // Before its length is known, a player keeps the time and goes there when it can.
    if (video.current && startAt > 0) video.current.currentTime = startAt;
    cursor.playheadAt(video.current?.currentTime ?? 0);
    return () => {
      stop();
      cursor.playheadAt(null);
    };
  }, [cursor, startAt]);

  function toggle() {
    const element = video.current;
    if (!element) return;
    if (element.paused) element.play().catch(() => setPlaying(false));
    else element.pause();
  }

  function fullScreen() {
    const leaving = document.fullscreenElement !== null;
    // Refused if the page is embedded without permission: the video keeps its size.
    (leaving ? document.exitFullscreen() : box.current?.requestFullscreen())?.catch(() => undefined);
  }

  return (
    <div
      ref={box}
      className="relative aspect-video w-full self-start overflow-hidden rounded-md bg-[#0d1316] text-[#eef2f3] print:hidden"
    >
      {/* biome-ignore lint/a11y/useMediaCaption: captions belong to the file; the ones inside it are shown by the browser */}
      <video
        ref={video}
        src={source}
        poster={poster ?? undefined}
        aria-label={title}
        preload="metadata"
        playsInline
        className="absolute inset-0 size-full"
        onClick={toggle}
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onError={() => setFailed(true)}
        onLoadedMetadata={(event) => setOwnDuration(event.currentTarget.duration)}
        onTimeUpdate={(event) => {
          setAt(event.currentTarget.currentTime);
          cursor.playheadAt(event.currentTarget.currentTime);
        }}
      >
        {captions.map(({ language, address }) => (
          <track key={language} kind="captions" srcLang={language} label={language} src={address} />
        ))}
      </video>
      {failed ? (
        <p role="alert" className="absolute inset-0 grid place-items-center p-6 text-center text-body">
          {t("videos.player.failed")}
        </p>
      ) : null}
      <div className="pointer-events-none absolute inset-x-0 bottom-0 h-18 bg-linear-to-b from-transparent to-[#0d1316e0] to-75%" />
      <div className="absolute inset-x-0 bottom-1 flex h-11 items-center gap-5 px-4 text-small max-desk:gap-3.5 max-desk:px-3">
        <button
          type="button"
          className={controls}
          aria-label={t(playing ? "videos.player.pause" : "videos.player.play")}
          onClick={toggle}
        >
          <Icon name={playing ? "pause" : "play"} />
        </button>
        <span className="tabular-nums">
          {mediaTime(at)} <span className="text-[#b9c2c5]">/ {mediaTime(duration)}</span>
        </span>
        <span className="ml-auto">
          <Menu
            label={t("videos.player.speed")}
            side="top"
            align="end"
            className="h-6 min-w-6 rounded-md px-1"
            trigger={
              <>
                <span className="sr-only">{t("videos.player.speed")} </span>
                {choices.find(({ value }) => value === speed)?.label}
              </>
            }
            entries={choiceOf(choices, speed, (value) => {
              if (video.current) video.current.playbackRate = value;
              setSpeed(value);
            })}
          />
        </span>
        <button
          type="button"
          className={controls}
          aria-label={t("videos.player.full_screen")}
          onClick={fullScreen}
        >
          <Icon name="fullScreen" />
        </button>
      </div>
      <Scrub at={at} duration={duration} chapters={chapters} />
    </div>
  );
}

/** The line below the player: as wide as the charts, with a tick at the position pointed at in them. */
function Scrub({
  at,
  duration,
  chapters,
}: {
  at: number;
  duration: number | null;
  chapters: readonly Chapter[];
}) {
  const cursor = useCursor();
  const hovered = useHovered();
  const { t } = useLanguage();
  if (!duration) return null;
  return (
    <>
      <div className="pointer-events-none absolute inset-x-0 bottom-0 h-1 bg-[rgb(255_255_255/.28)]">
        <i
          className="absolute inset-y-0 left-0 bg-[#7fd0e4]"
          style={{ width: `${Math.min(1, at / duration) * 100}%` }}
        />
        {chapters.map(({ start_seconds, title }) => (
          <i
            key={start_seconds}
            title={title}
            className="absolute bottom-0 h-2 w-0.5 bg-[#eef2f3]"
            style={{ left: `${(start_seconds / duration) * 100}%` }}
          />
        ))}
        {hovered === null ? null : (
          <i
            className="absolute bottom-0 h-3.5 w-px bg-[#fff]"
            style={{ left: `${((hovered + 0.5) / duration) * 100}%` }}
          />
        )}
      </div>
      <input
        type="range"
        onPointerMove={(event) => {
          const bounds = event.currentTarget.getBoundingClientRect();
          cursor.hover(positionAt(event.clientX - bounds.left, bounds.width, duration));
        }}
        onPointerLeave={() => cursor.hover(null)}
        aria-label={t("videos.player.position")}
        aria-valuetext={t("videos.player.at", { at: mediaTime(at), length: mediaTime(duration) })}
        min={0}
        max={duration}
        step="any"
        value={Math.min(at, duration)}
        onChange={(event) => cursor.seek(Number(event.currentTarget.value))}
        // A thumb one pixel wide: a wider one would shift the places that are pointed at near the ends.
        className="absolute inset-x-0 bottom-0 m-0 h-3.5 w-full cursor-pointer appearance-none bg-transparent [&::-moz-range-thumb]:w-px [&::-moz-range-thumb]:border-0 [&::-moz-range-thumb]:opacity-0 [&::-webkit-slider-thumb]:w-px [&::-webkit-slider-thumb]:appearance-none"
      />
    </>
  );
}
