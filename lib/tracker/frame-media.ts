/* Gives an iframe what a media element has, from what the player in it reports. */

/** A position that differs by more from where the player should be was sought. */
const soughtSeconds = 1.5;
/** A player that does not answer may have loaded late. */
const askEveryMs = 500;

export type Report = {
  /** The position in seconds. */
  time?: number | undefined;
  length?: number | undefined;
  rate?: number | undefined;
  state?: "playing" | "paused" | "waiting" | "ended" | undefined;
  /** The address of the video, once the player shows another. */
  source?: string | undefined;
};

/** Returns what takes the player's reports: it sets the frame's properties and dispatches the events of a media element on it. */
export function frameMedia(frame: HTMLIFrameElement, seekTo: (seconds: number) => void) {
  let position = 0;
  let reportedAt = 0;
  const media = {
    duration: Number.NaN,
    paused: true,
    ended: false,
    seeking: false,
    playbackRate: 1,
    readyState: 0,
    currentSrc: frame.src,
  };
  for (const name of Object.keys(media) as (keyof typeof media)[])
    Object.defineProperty(frame, name, { get: () => media[name], configurable: true });
  Object.defineProperty(frame, "currentTime", { get: () => position, set: seekTo, configurable: true });
  const dispatch = (type: string) => frame.dispatchEvent(new Event(type));

  const move = (time: number) => {
    const now = performance.now();
    const isRunning = !media.paused && media.readyState > 2;
    const expected = position + (isRunning ? ((now - reportedAt) / 1000) * media.playbackRate : 0);
    const isSought = media.readyState > 0 && Math.abs(time - expected) > soughtSeconds;
    position = time;
    reportedAt = now;
    if (!isSought) return dispatch("timeupdate");
    media.seeking = true;
    dispatch("seeking");
    media.seeking = false;
    dispatch("seeked");
  };
  const change = (state: NonNullable<Report["state"]>) => {
    const { paused, readyState, ended } = media;
    media.ended = state === "ended";
    media.paused = state === "paused" || media.ended;
    media.readyState = state === "waiting" ? 2 : 4;
    if (paused && !media.paused) dispatch("play");
    if (state === "waiting" && readyState > 2) dispatch("waiting");
    if (state === "playing" && (paused || readyState < 3)) dispatch("playing");
    if (!paused && media.paused) dispatch("pause");
    if (media.ended && !ended) dispatch("ended");
  };

  return ({ time, length, rate, state, source }: Report) => {
    if (source && source !== media.currentSrc) {
      Object.assign(media, { currentSrc: source, readyState: 0, duration: Number.NaN, ended: false });
      position = 0;
      dispatch("emptied");
    }
    if (rate) media.playbackRate = rate;
    const isLonger = length !== undefined && length > 0 && length !== media.duration;
    if (isLonger) {
      media.duration = length;
      if (!media.readyState) {
        position = time ?? 0;
        reportedAt = performance.now();
      }
      media.readyState ||= 4;
    }
    if (isLonger) dispatch("durationchange");
    if (!media.readyState) return;
    if (time !== undefined) move(time);
    if (state) change(state);
  };
}

/** Calls `hear` with each message of the frame's player, and `ask` until there is one. */
export function converse(
  frame: HTMLIFrameElement,
  origin: RegExp,
  ask: () => unknown,
  hear: (message: Record<string, unknown>) => void,
) {
  let answered = false;
  const asking = setInterval(() => {
    if (answered || !frame.isConnected) clearInterval(asking);
    else say(frame, ask());
  }, askEveryMs);
  window.addEventListener("message", (event) => {
    if (event.source !== frame.contentWindow || !origin.test(event.origin)) return;
    try {
      const message = typeof event.data === "string" ? JSON.parse(event.data) : event.data;
      answered = true;
      hear(message);
    } catch {
      // Not of the player.
    }
  });
  // A frame that is loaded again has another player.
  frame.addEventListener("load", () => say(frame, ask()));
  say(frame, ask());
}

/** To whatever the frame shows: the messages tell nothing. */
export function say(frame: HTMLIFrameElement, message: unknown): void {
  frame.contentWindow?.postMessage(message, "*");
}
