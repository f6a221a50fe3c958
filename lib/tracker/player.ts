import { resumeBefore } from "./limits";
import { recorder, rounded } from "./played";
import type { State } from "./wire";

/** The player: an HTMLMediaElement, or an object with the same interface. */
type Media = EventTarget & {
  currentTime: number;
  duration: number;
  paused: boolean;
  ended: boolean;
  seeking: boolean;
  playbackRate: number;
  readyState?: number;
  videoHeight?: number;
};

export const mediaEvents =
  "durationchange play playing pause waiting seeking seeked timeupdate ratechange ended".split(" ");

/** Counts in `state` what happens to the player that `element` is or contains, and records what is played. */
export function playerOf(element: Element, state: State) {
  const played = recorder();
  let media = (element.querySelector?.("video,audio") ?? element) as unknown as Media;
  let startedAt = 0;
  let stalledAt = 0;
  let height = 0;
  /** Between leaving a position and playing at another: waiting for data is expected then. */
  let moving = false;

  const addQuality = (seconds: number) => {
    if (seconds && height > 9) state.quality[height] = rounded((state.quality[height] ?? 0) + seconds);
  };

  const player = {
    recorder: played,
    position: () => media.currentTime || 0,
    duration: () => media.duration,
    /** Moves to where the viewer stopped last, without counting it as a seek. */
    resume(position: number) {
      if (media.currentTime > resumeBefore || state.seek_count) return;
      moving = true;
      media.currentTime = position;
    },
    /** Updates the record from the player after any event. */
    sync(type?: string) {
      const now = performance.now();
      const { paused, seeking, currentTime, readyState = 4, videoHeight } = media;
      const stalls = readyState < 3 || type === "waiting";
      if (seeking || type === "seeking") addQuality(played.jump(now));
      // A wrapper whose video does not exist yet has no `paused`.
      if (paused === false && !media.ended && !seeking) {
        addQuality(played.play(currentTime, now, media.playbackRate, stalls));
        moving &&= stalls;
      } else addQuality(played.stop(currentTime, now));
      if (stalledAt && (!stalls || paused || seeking)) {
        state.rebuffer_ms += Math.round(now - stalledAt);
        stalledAt = 0;
      }
      if (videoHeight && videoHeight !== height) {
        if (height) state.quality_changes++;
        height = videoHeight;
      }
    },
    /** Counts an event. False when it is a wrapper's copy of its video's event. */
    count({ target, type }: Event) {
      const now = performance.now();
      if (target !== media) {
        // Some players build their video late, and some replace it.
        if (target instanceof HTMLMediaElement) {
          addQuality(played.jump(now));
          media = target;
        } else if (media instanceof HTMLMediaElement) return false;
      }
      if (type === "play") {
        state.play_count++;
        startedAt ||= now;
      }
      if (type === "playing" && startedAt) state.startup_ms ??= Math.round(now - startedAt);
      if (type === "pause" && !media.ended) state.pause_count++;
      if (type === "seeking") {
        // Dragging the slider is one seek.
        if (!moving) state.seek_count++;
        moving = true;
      }
      if (type === "waiting" && state.startup_ms !== undefined && !moving && !stalledAt) {
        state.rebuffer_count++;
        stalledAt = now;
      }
      player.sync(type);
      if (type === "seeked" && media.paused) moving = false;
      return true;
    },
    /** The page was closed: a viewer who pressed play and saw nothing has given up. */
    end() {
      if (startedAt && state.startup_ms === undefined) state.abandoned = true;
    },
  };
  return player;
}
