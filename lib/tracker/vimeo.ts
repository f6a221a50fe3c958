import { converse, frameMedia, type Report, say } from "./frame-media";
import type { FramePart } from "./parts";

/* Follows an embedded player of Vimeo by the messages that its player.js uses. Nothing of Vimeo is loaded into the page. */

const states: Record<string, Report["state"]> = {
  play: "playing",
  playing: "playing",
  bufferend: "playing",
  bufferstart: "waiting",
  pause: "paused",
  ended: "ended",
};
const events = [...Object.keys(states), "timeupdate", "seeked", "playbackratechange", "loaded"];

type Data = { seconds?: number; duration?: number; playbackRate?: number; id?: number };

const follow: FramePart = (frame) => {
  let isPaused = true;
  const report = frameMedia(frame, (seconds) => say(frame, { method: "setCurrentTime", value: seconds }));
  converse(
    frame,
    /^https:\/\/player\.vimeo\.com$/,
    () => ({ method: "ping" }),
    ({ event, method, data, value }) => {
      if (event === "ready" || method === "ping") {
        for (const name of events) say(frame, { method: "addEventListener", value: name });
        return say(frame, { method: "getDuration" });
      }
      if (method === "getDuration") return report({ length: value as number });
      if (typeof event !== "string") return;
      const { seconds, duration, playbackRate, id } = (data ?? {}) as Data;
      if (event === "pause" || event === "ended") isPaused = true;
      if (event === "play") isPaused = false;
      // A paused player can fetch data, too.
      const state = isPaused && /^buffer/.test(event) ? undefined : states[event];
      const source = event === "loaded" && id ? `https://player.vimeo.com/video/${id}` : undefined;
      report({ time: seconds, length: duration, rate: playbackRate, state, source });
    },
  );
};
export default follow;
