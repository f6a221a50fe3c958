import { deviceStorage, uuid, visitorId } from "./device";
import { addressOf, createOutbox } from "./outbox";
import { join, recorder, rounded } from "./played";
import type { Progress, Range, State } from "./wire";

/** What shows the picture: an HTMLMediaElement, or anything that behaves as one. */
export type Media = EventTarget & {
  currentTime: number;
  duration: number;
  paused: boolean;
  ended: boolean;
  seeking: boolean;
  playbackRate: number;
  readyState?: number;
  videoHeight?: number;
};

/** Each may stand on the element too, as `data-…` (`data-video-duration` for `duration`). */
export type Options = {
  videoId?: string;
  courseId?: string;
  lessonId?: string;
  /** Seconds; the media's own where it is not given. */
  duration?: number | string;
  isPreview?: boolean | string;
  /** Seconds between two beacons while it plays: 15. */
  updateInterval?: number | string;
  /** Per cent of the seconds that make a completion: 90. */
  completionThreshold?: number | string;
  /** Where the analytics server is; the script's own origin where it is not given. */
  endpoint?: string;
  /** A playback token: says who is watching. */
  token?: string;
  /** "granted": this viewer is recognised by a random id kept on their device. "denied": nothing is kept at all. */
  consent?: string;
  /** Continue where the viewer stopped last. */
  resume?: boolean | string;
};

const mediaEvents = "durationchange play playing pause waiting seeking seeked timeupdate ratechange ended";
/** A pause sends at once, but not every pause of a hand that drags the slider. */
const betweenPausesMs = 2000;
/** A beacon carries 200 at most; what a playback gathers in an outage goes before it comes near. */
const rangesGathered = 100;
/** Someone who is further than this is not moved to where they stopped last (seconds). */
const begun = 3;
/** No video is longer (12 days), and a live stream has no length. */
const secondsMax = 2 ** 20;

type FetchLater = (url: string, init: RequestInit) => { activated: boolean };

const live = new Set<string>();

/** Follows one player from now on; returns what ends it. Never throws into the page. */
export function follow(element: Element, options: Options, home: string): () => void {
  const data = (element as HTMLElement).dataset ?? {};
  // Asked anew each time: pages renew tokens and ask for consent while the video runs.
  const setting = (name: keyof Options) =>
    (options[name] ?? data[name === "duration" ? "videoDuration" : name])?.toString();
  const isOn = (name: keyof Options) => (setting(name) ?? "false") !== "false";
  const session = uuid();
  const endpoint = (setting("endpoint") ?? home).replace(/\/$/, "");
  const played = recorder();
  const ending = new AbortController();
  const state: State = {
    video_id: setting("videoId") ?? "",
    current_position_seconds: 0,
    watch_time_seconds: 0,
    play_count: 0,
    pause_count: 0,
    seek_count: 0,
    quality_changes: 0,
    quality: {},
    rebuffer_count: 0,
    rebuffer_ms: 0,
    retries: 0,
    abandoned: false,
  };

  let media = (element.querySelector?.("video,audio") ?? element) as unknown as Media;
  let seq = 0;
  /** Taken from the recorder and not yet in a beacon of its own. */
  let held: Range[] = [];
  let draft: { item: Progress; later: { activated: boolean }; cancel: AbortController } | undefined;
  let said = "";
  let beats = 0;
  let pausedAt = -betweenPausesMs;
  let startedAt = 0;
  let stalledAt = 0;
  let height = 0;
  let viewedWith: number | undefined;
  let resumed = false;
  /** Between leaving a place and playing at another: waiting is no fault of the network's then. */
  let away = false;
  let completed = false;

  /** Nothing that goes wrong here may reach the page: its video matters more than our numbers. */
  const quietly =
    <T extends unknown[]>(work: (...given: T) => void) =>
    (...given: T) => {
      try {
        work(...given);
      } catch {
        // See above.
      }
    };
  const on = (target: EventTarget, types: string, work: (event: Event) => void) => {
    for (const type of types.split(" "))
      target.addEventListener(type, quietly(work), { capture: true, signal: ending.signal });
  };
  const dispatch = (name: string, detail: unknown) =>
    element.dispatchEvent(new CustomEvent(`videoanalytics${name}`, { detail, bubbles: true }));

  const store = () => deviceStorage(setting("consent"));
  const identity = () => ({
    session_id: session,
    token: setting("token") || undefined,
    visitor_id: visitorId(setting("consent")),
  });
  const duration = () => {
    const seconds = Number(setting("duration")) || media.duration;
    return seconds > 0 && seconds < secondsMax ? seconds : undefined;
  };

  const outbox = createOutbox(endpoint, store, (attempt) => {
    dispatch("beacon", attempt);
    const position = attempt.answer?.resume_position_seconds;
    // An earlier page's view may be answered here too: its position is of another video.
    if (resumed || !position || attempt.items[0]?.session_id !== session) return;
    resumed = true;
    dispatch("resume", { position });
    if (!isOn("resume") || media.currentTime > begun || state.seek_count) return;
    // Going on where one stopped is not a seek of the viewer's.
    away = true;
    media.currentTime = position;
  });
  const view = () => {
    viewedWith = duration();
    outbox.push({
      type: "view",
      ...identity(),
      video_id: state.video_id,
      course_id: setting("courseId") ?? "",
      lesson_id: setting("lessonId") || undefined,
      video_duration_seconds: viewedWith,
      is_preview: isOn("isPreview"),
      referrer: document.referrer.split(/[?#]/)[0] || undefined,
    });
  };

  /** Takes back the draft of the next beacon and brings the state up to date. True when there is something to say. */
  const gather = () => {
    if (draft) {
      draft.cancel.abort();
      if (draft.later.activated) {
        // It has gone out under this number: what it said stands, and is confirmed like any other.
        outbox.push(draft.item, false);
        held = [];
        seq++;
      }
      draft = undefined;
    }
    held = join(held, played.take());
    state.current_position_seconds = rounded(media.currentTime || 0);
    state.watch_time_seconds = played.media();
    state.average_playback_speed = played.speed();
    state.retries = outbox.retries();
    return held.length > 0 || JSON.stringify(state) !== said;
  };
  const compose = (): Progress => ({
    type: "progress",
    ...identity(),
    ...state,
    quality: { ...state.quality },
    seq,
    played: held,
  });
  const push = (item: Progress, send: boolean) => {
    said = JSON.stringify(state);
    held = [];
    seq++;
    outbox.push(item, send);
  };
  const flush = () => {
    if (gather() && (!outbox.full() || held.length > rangesGathered)) push(compose(), true);
  };
  /** Leaves the next beacon with the browser, which sends it if this page dies without a word. */
  const prepare = () => {
    const { fetchLater } = window as Window & { fetchLater?: FetchLater };
    if (!fetchLater || !gather()) return;
    const item = compose();
    const cancel = new AbortController();
    const later = fetchLater(addressOf(endpoint, [item]), {
      method: "POST",
      body: JSON.stringify(item),
      signal: cancel.signal,
    });
    draft = { item, later, cancel };
  };

  const gained = (seconds: number) => {
    if (seconds && height > 9) state.quality[height] = rounded((state.quality[height] ?? 0) + seconds);
  };
  /** Brings the record up to date with the player, whatever just happened to it. */
  const sync = (type?: string) => {
    const now = performance.now();
    const { paused, seeking, currentTime, readyState = 4, videoHeight } = media;
    const stalls = readyState < 3 || type === "waiting";
    if (seeking || type === "seeking") gained(played.jump(now));
    // A wrapper whose video is still to come says nothing of pausing.
    if (paused === false && !media.ended && !seeking) {
      gained(played.play(currentTime, now, media.playbackRate, stalls));
      away &&= stalls;
    } else gained(played.stop(currentTime, now));
    if (stalledAt && (!stalls || paused || seeking)) {
      state.rebuffer_ms += Math.round(now - stalledAt);
      stalledAt = 0;
    }
    if (videoHeight && videoHeight !== height) {
      if (height) state.quality_changes++;
      height = videoHeight;
    }
    const share = Math.min(100, (played.covered() / (duration() ?? secondsMax)) * 100);
    if (!completed && share >= Number(setting("completionThreshold") ?? 90)) {
      completed = true;
      gather();
      push({ ...compose(), type: "complete", completion_percentage: rounded(share) }, true);
      dispatch("completion", { percentage: share });
    }
  };

  const onMedia = ({ target, type }: Event) => {
    const now = performance.now();
    if (target !== media) {
      // Players build their video late, and some build another one. Their wrappers' events of the same names are echoes.
      if (target instanceof HTMLMediaElement) {
        gained(played.jump(now));
        media = target;
      } else if (media instanceof HTMLMediaElement) return;
    }
    if (type === "play") {
      state.play_count++;
      startedAt ||= now;
    }
    if (type === "playing" && startedAt) state.startup_ms ??= Math.round(now - startedAt);
    if (type === "pause" && !media.ended) state.pause_count++;
    if (type === "seeking") {
      // Dragging the slider is one seek.
      if (!away) state.seek_count++;
      away = true;
    }
    if (type === "waiting" && state.startup_ms !== undefined && !away && !stalledAt) {
      state.rebuffer_count++;
      stalledAt = now;
    }
    if (type === "durationchange" && !viewedWith && duration()) view();
    sync(type);
    if (type === "seeked" && media.paused) away = false;
    if (type === "ended" || (type === "pause" && now - pausedAt > betweenPausesMs)) {
      pausedAt = now;
      flush();
    }
  };
  /** The page is hidden (`forGood`: or gone): what there is to say is said now. */
  const leave = (forGood: boolean) => {
    if (forGood && startedAt && state.startup_ms === undefined) state.abandoned = true;
    sync();
    if (gather()) push(compose(), false);
  };

  // Captured, because media events do not bubble: so a video that appears inside later is heard too.
  on(element, mediaEvents, onMedia);
  on(document, "visibilitychange", () => {
    if (!document.hidden) return outbox.wake();
    leave(false);
    outbox.leave();
  });
  on(window, "pagehide", () => {
    leave(true);
    outbox.leave();
  });
  on(window, "online", outbox.wake);
  const beat = setInterval(
    quietly(() => {
      sync();
      if (++beats % 3) prepare();
      else flush();
    }),
    (Math.max(1, Number(setting("updateInterval")) || 15) * 1000) / 3,
  );
  live.add(session);
  quietly(() => {
    outbox.adopt((other) => live.has(other));
    view();
    gather();
    said = JSON.stringify(state);
    sync();
  })();

  return quietly(() => {
    if (!live.delete(session)) return;
    ending.abort();
    clearInterval(beat);
    leave(true);
    outbox.close();
  });
}
