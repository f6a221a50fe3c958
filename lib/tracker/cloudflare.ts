import type { ElementPart } from "./parts";

/* Follows an iframe of Cloudflare Stream, through the script that Cloudflare provides for that. */

const sdk = "https://embed.cloudflarestream.com/embed/sdk.latest.js";
/** A player that a viewer can see, and that has not answered within this time, is not followed. */
const patienceMs = 20_000;
/** Players that play already when we come may have nothing to tell but their properties. */
const lookEveryMs = 250;
/** A shorter time does not tell the speed. */
const measuredMs = 200;

/** What `Stream(iframe)` gives, as far as Cloudflare documents it; the speed and the height are documented elsewhere or not at all. */
type Player = Pick<EventTarget, "addEventListener"> &
  Pick<HTMLMediaElement, "currentTime" | "duration" | "paused" | "ended" | "played"> & {
    playbackRate?: number;
    videoHeight?: number;
  };
const page = window as Window & { Stream?: (frame: HTMLIFrameElement) => Player };

let script: Promise<unknown> | undefined;
const loaded = () =>
  (script ??= new Promise((settle) => {
    if (page.Stream) return settle(0);
    const tag = document.createElement("script");
    tag.onload = tag.onerror = settle;
    tag.src = sdk;
    document.head.append(tag);
  }));

/** Whether a viewer can see the frame. One that nobody can see may not even load. */
const seen = (frame: Element) =>
  new Promise<void>((settle) => {
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      settle();
    });
    observer.observe(frame);
  });

const events =
  "loadstart loadedmetadata durationchange play playing pause waiting seeking seeked timeupdate ratechange ended".split(
    " ",
  );

/** Gives the frame the properties and events of its player, and calls `answered` once there are any. */
function mirror(frame: HTMLIFrameElement, player: Player, answered: () => void) {
  let readyState = 0;
  let seeking = false;
  let rate = 1;
  /** Where and since when the speed is measured. */
  let position = 0;
  let since = 0;
  const dispatch = (type: string) => frame.dispatchEvent(new Event(type));
  const start = () => {
    if (readyState || !(player.duration > 0)) return;
    clearInterval(timer);
    answered();
    readyState = 4;
    dispatch("durationchange");
    if (player.paused) return;
    dispatch("play");
    dispatch("playing");
  };
  const timer = setInterval(start, lookEveryMs);

  const own = {
    readyState: () => readyState,
    seeking: () => seeking,
    playbackRate: () => player.playbackRate ?? rate,
    currentSrc: () => frame.src.split(/[?#]/)[0],
    duration: () => player.duration,
    paused: () => player.paused,
    ended: () => player.ended,
    played: () => player.played,
    videoHeight: () => player.videoHeight,
  };
  for (const [name, get] of Object.entries(own))
    Object.defineProperty(frame, name, { get, configurable: true });
  Object.defineProperty(frame, "currentTime", {
    get: () => player.currentTime,
    set: (seconds: number) => {
      player.currentTime = seconds;
    },
    configurable: true,
  });

  for (const type of events)
    player.addEventListener(type, () => {
      // Another video in the same frame: what is known of the one before no longer counts.
      if (type === "loadstart") readyState = 0;
      else start();
      if (type === "seeking") seeking = true;
      if (type === "seeked") seeking = false;
      if (readyState) readyState = type === "waiting" ? 2 : 4;
      const now = performance.now();
      if (type !== "timeupdate" || seeking) since = 0;
      else if (!since) {
        position = player.currentTime;
        since = now;
      } else if (now - since > measuredMs)
        rate = Math.max(0.25, Math.round(((player.currentTime - position) / (now - since)) * 4000) / 4);
      dispatch(type);
    });
}

const opened = new WeakSet<Element>();
/** Players with scripts of their own, to which Cloudflare's has nothing to say. */
const others = /^https:\/\/[\w.-]*(youtube|vimeo)/;

/** Opens the frame that `element` is or holds, once; `view` sends the view of a player that cannot be followed, and why. */
const open: ElementPart<"cloudflare"> = (element, _options, _events, view) => {
  const frame = element.matches("iframe") ? (element as HTMLIFrameElement) : element.querySelector("iframe");
  if (!frame || opened.has(frame)) return;
  opened.add(frame);
  const visible = seen(frame);
  /** The player answered, or it was reported that it cannot be followed. */
  let settled = false;
  const giveUp = () => {
    if (!settled) view(page.Stream || others.test(frame.src) ? "silent" : "blocked");
    settled = true;
  };
  visible.then(() => setTimeout(giveUp, patienceMs));
  if (others.test(frame.src)) return;
  loaded().then(() => {
    if (!page.Stream) return void visible.then(giveUp);
    const player = page.Stream(frame);
    mirror(frame, player, () => {
      settled = true;
      // A stream without an end never tells of a length, with which the view would be sent.
      if (player.duration === Number.POSITIVE_INFINITY) view();
    });
  });
};
export default open;
