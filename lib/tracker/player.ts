import { resumeBefore, settledMs } from "./limits";
import { recorder, rounded } from "./played";
import type { Range, State } from "./wire";

/** The player: an HTMLMediaElement, or an object with the same interface. */
type Media = EventTarget & {
  currentTime: number;
  duration: number;
  paused: boolean;
  ended: boolean;
  seeking: boolean;
  playbackRate: number;
  readyState: number;
  isConnected?: boolean;
  videoHeight?: number;
  currentSrc?: string;
  played?: TimeRanges;
};

/** `_lectern`, which all copies of the script share: true once the page stopped this element, false when it may be followed again. */
export type Marked = Element & { _lectern?: boolean | undefined };

export const mediaEvents =
  "durationchange play playing pause waiting seeking seeked timeupdate ended emptied".split(" ");

/** `root` and the open shadow roots in it. */
export const rootsIn = (root: ParentNode): ParentNode[] => [
  root,
  ...[root as Element, ...root.querySelectorAll("*")].flatMap(({ shadowRoot }) =>
    shadowRoot ? rootsIn(shadowRoot) : [],
  ),
];

const accountOf = ({ played }: Media) =>
  Array.from(
    { length: played?.length as number },
    (_, index): Range => [played!.start(index), played!.end(index)],
  );

/** Counts in `state` what happens to a player, and records what is played. */
export function playerOf(state: State) {
  const played = recorder();
  let element: Element;
  let media: Media;
  let replaced: () => void;
  let startedAt = 0;
  let stalledAt = 0;
  /** The height of the picture, and the seconds that are counted under a height. */
  let height = 0;
  let counted = 0;
  /** Between leaving a position and playing at another: waiting for data is expected then. */
  let moving = false;
  let soughtAt = -settledMs;
  /** As the viewer left it: pauses of a moment, while they drag or the player changes its source, are none. */
  let resting = true;
  let pausedAt = 0;
  let source: string | undefined;
  let duration = Number.NaN;
  /** The source was taken away: what comes next may be the same video or another. */
  let emptied = false;
  let over = false;

  const plays = () => {
    pausedAt = 0;
    if (resting) state.play_count++;
    resting = false;
  };
  /** What was shown is gone. Its position stays: the player is about to be removed, or to show something else. */
  const empty = () => {
    played.account([], true);
    played.jump(performance.now());
    emptied ||= played.media() > 1;
  };
  /** Finds the element's media: players build it late, replace it, and put the video of an advertisement beside it. */
  const look = () => {
    const all: unknown[] = rootsIn(element)
      .flatMap((root): Partial<Media>[] => [...root.querySelectorAll("video,audio,iframe")])
      .filter(({ duration }) => duration !== undefined);
    let found = (all.includes(media) ? media : (all[0] ?? element)) as Media;
    // The longest is the content.
    for (const other of all as Media[]) if (other.duration > found.duration + 1) found = other;
    if (found === media) return;
    empty();
    media = found;
  };

  const player = {
    recorder: played,
    /** Of what is followed: another video in the player has another. */
    length: () => duration,
    /** There is no media, but a frame: a part must open it. */
    isFramed: () =>
      media.readyState === undefined && (element.matches("iframe") || element.querySelector("iframe")),
    /** From here on the player is, or is in, this element; `replace` hears of another video in it. */
    attach(to: Element, replace: () => void) {
      element = to;
      replaced = replace;
      over = false;
      look();
      // What was played while nobody followed, or for another playback.
      if ((to as Marked)._lectern !== undefined) played.account(accountOf(media), true);
    },
    /** Moves to where the viewer stopped last, without counting it as a seek. */
    resume(position: number) {
      if (media.currentTime > resumeBefore || state.seek_count) return;
      moving = true;
      media.currentTime = position;
    },
    /** Updates the record from the player after any event. */
    sync(type?: string) {
      if (over) return;
      const now = performance.now();
      look();
      const { readyState } = media;
      // Also a wrapper whose video does not exist yet, or not any more: what else it says of itself can throw.
      if (!readyState) {
        empty();
        // Chromium says that what is before a position was played when that was chosen before anything was loaded.
        return played.account(accountOf(media), true);
      }
      const { paused, currentTime, currentSrc, videoHeight } = media;
      if (emptied) {
        if (currentTime < 0.5) return;
        emptied = false;
        // The same source, or another quality of it, which continues where the other stopped. Or another video.
        over = currentSrc !== source && Math.abs(currentTime - played.lastSeen()) > 3;
        if (over) return replaced();
      }
      source = currentSrc;
      duration = media.duration;
      played.account(accountOf(media));

      const stalls = readyState < 3 || type === "waiting";
      const seeks = media.seeking || type === "seeking";
      if (seeks) {
        played.jump(now);
        const left = played.lastSeen();
        if (
          !moving &&
          // Before, it is the player or its address that chooses where to begin.
          played.media() &&
          now - soughtAt >= settledMs &&
          Math.abs(currentTime - left) > 0.5 &&
          // From the end to the beginning: a loop, or a replay.
          (currentTime > 0.5 || left < duration - 1)
        )
          state.seek_count++;
        soughtAt = now;
        moving = true;
      }
      if (!paused && !media.ended && !seeks) {
        // Also when no event told of it: its shadow root was not there yet, or the script came late.
        plays();
        played.play(currentTime, now, media.playbackRate, stalls);
        moving &&= stalls;
      } else played.stop(currentTime, now);
      if (pausedAt && (type === "leave" || now - Math.max(pausedAt, soughtAt) >= settledMs)) {
        pausedAt = 0;
        resting = true;
        state.pause_count++;
      }
      if (stalledAt && (!stalls || paused || seeks)) {
        state.rebuffer_ms += Math.round(now - stalledAt);
        stalledAt = 0;
      }
      const gained = played.media() - counted;
      counted += gained;
      if (gained && height > 9) state.quality[height] = rounded((state.quality[height] ?? 0) + gained);
      if (videoHeight && videoHeight !== height) {
        if (height) state.quality_changes++;
        height = videoHeight;
      }
    },
    /** Counts an event. False when it is not one of the media: a wrapper's copy of it, or of another video in the wrapper. */
    count({ target, type }: Event) {
      const now = performance.now();
      look();
      if (target !== media) return;
      if (type === "play") {
        plays();
        startedAt ||= now;
      }
      if (type === "playing" && startedAt) state.startup_ms ??= Math.round(now - startedAt);
      if (media.ended) resting = true;
      // Browsers pause what is taken out of the page.
      else if (type === "pause" && media.isConnected !== false) pausedAt = now;
      if (type === "waiting" && state.startup_ms !== undefined && !moving && !stalledAt) {
        state.rebuffer_count++;
        stalledAt = now;
      }
      player.sync(type);
      if (type === "seeked" && media.paused) moving = false;
      return true;
    },
    /** The page was closed or the player removed: a viewer who pressed play and saw nothing has given up. */
    giveUp() {
      if (startedAt && state.startup_ms === undefined) state.abandoned = true;
    },
    /** The player is left, for good or until `attach`: what is played without us is not continued. */
    detach() {
      // As if at rate 0: a player that was moved continues its range, and one that was built again adds nothing to it.
      played.play(played.lastSeen(), performance.now(), 0);
      over = true;
    },
  };
  return player;
}
