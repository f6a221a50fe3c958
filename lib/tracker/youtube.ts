import { converse, frameMedia, type Report, say } from "./frame-media";
import type { FramePart } from "./parts";

/*
 * Follows an embedded player of YouTube by the messages of its IFrame API: it answers `listening` with its state, and then tells what changes.
 * Nothing of YouTube is loaded into the page.
 */

const states: Record<number, Report["state"]> = { 0: "ended", 1: "playing", 2: "paused", 3: "waiting" };

type Info = {
  currentTime?: number;
  duration?: number;
  playbackRate?: number;
  playerState?: number;
  videoData?: { video_id?: string };
};

const begin = (frame: HTMLIFrameElement) => {
  // The player answers only where the page asked for that. A viewer who is in it already is not disturbed.
  const url = new URL(frame.src);
  if (!url.searchParams.has("enablejsapi") && document.activeElement !== frame) {
    url.searchParams.set("enablejsapi", "1");
    url.searchParams.set("origin", location.origin);
    frame.src = url.href;
  }
  const report = frameMedia(frame, (seconds) =>
    say(frame, JSON.stringify({ event: "command", func: "seekTo", args: [seconds, true] })),
  );
  converse(
    frame,
    /^https:\/\/www\.youtube(-nocookie)?\.com$/,
    () => JSON.stringify({ event: "listening", id: 1, channel: "widget" }),
    ({ info }) => {
      if (!info || typeof info !== "object") return;
      const { currentTime, duration, playbackRate, playerState, videoData } = info as Info;
      report({
        time: currentTime,
        length: duration,
        rate: playbackRate,
        state: playerState === undefined ? undefined : states[playerState],
        source: videoData?.video_id && `https://www.youtube.com/embed/${videoData.video_id}`,
      });
    },
  );
};

/** After the page has loaded, which a frame that loads again would delay. */
const follow: FramePart = (frame) => {
  if (document.readyState === "complete") begin(frame);
  else window.addEventListener("load", () => begin(frame), { once: true });
};
export default follow;
