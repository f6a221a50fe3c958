import { beaconOutbox, keyOf, requestOf } from "./beacons";
import { deviceStorage, uuid, visitorId } from "./device";
import { beaconsWaiting, betweenPausesMs, rangesGathered, secondsMax } from "./limits";
import type { Attempt } from "./outbox";
import { type PageOptions, pageOf, quietly } from "./page";
import { join, rounded } from "./played";
import { mediaEvents, playerOf } from "./player";
import type { Progress, Range, State, VideoItem } from "./wire";

export type Options = PageOptions & {
  videoId?: string;
  courseId?: string;
  lessonId?: string;
  /** Seconds; default: the media's length. */
  duration?: number | string;
  /** The same, under the attribute's name `data-video-duration`. */
  videoDuration?: number | string;
  isPreview?: boolean | string;
  /** Seconds between two beacons while it plays: 15. */
  updateInterval?: number | string;
  /** Per cent of the seconds that make a completion: 90. */
  completionThreshold?: number | string;
  /** Continue where the viewer stopped last. */
  resume?: boolean | string;
};

type FetchLater = (url: string, init: RequestInit) => { activated: boolean };

/** The storage keys of this page's playbacks. */
const open = new Set<string>();

/** Makes a playback's progress beacons: each has a number and what was played since the one before. */
function progressBeacons(
  endpoint: string,
  outbox: ReturnType<typeof beaconOutbox>,
  player: ReturnType<typeof playerOf>,
  state: State,
  identity: () => { session_id: string },
) {
  let seq = 0;
  /** Taken from the recorder, and not yet in a beacon. */
  let gathered: Range[] = [];
  let draft: { item: Progress; later: { activated: boolean }; cancel: AbortController } | undefined;
  let sentState = "";

  /** Takes back the draft and brings the state up to date. True when there is something to send. */
  const gather = () => {
    if (draft) {
      draft.cancel.abort();
      if (draft.later.activated) {
        // The browser has sent it with this number: it is confirmed like any other.
        outbox.push(draft.item, true);
        gathered = [];
        seq++;
      }
      draft = undefined;
    }
    gathered = join(gathered, player.recorder.take());
    state.current_position_seconds = rounded(player.position());
    state.watch_time_seconds = player.recorder.media();
    state.average_playback_speed = player.recorder.speed();
    return gathered.length > 0 || JSON.stringify(state) !== sentState;
  };
  const compose = (): Progress => ({
    type: "progress",
    ...identity(),
    ...state,
    quality: { ...state.quality },
    seq,
    played: gathered,
  });
  const push = (item: Progress, later?: boolean) => {
    sentState = JSON.stringify(state);
    gathered = [];
    seq++;
    outbox.push(item, later);
  };

  return {
    /** A player that was only loaded has nothing to send. */
    start() {
      gather();
      sentState = JSON.stringify(state);
    },
    flush() {
      if (gather() && (outbox.waiting() < beaconsWaiting || gathered.length > rangesGathered))
        push(compose());
    },
    /** Queues the last beacon of a page that is hidden or gone. */
    leave() {
      if (gather()) push(compose(), true);
    },
    complete(percentage: number) {
      gather();
      push({ ...compose(), type: "complete", completion_percentage: rounded(percentage) });
    },
    /** Leaves a draft of the next beacon with the browser, which sends it if this page crashes. */
    prepare() {
      const { fetchLater } = window as Window & { fetchLater?: FetchLater };
      if (!fetchLater || !gather()) return;
      const item = compose();
      const cancel = new AbortController();
      const [url, body] = requestOf(endpoint, [item], true);
      const later = fetchLater(url, {
        method: "POST",
        body: JSON.stringify(body),
        signal: cancel.signal,
      });
      draft = { item, later, cancel };
    },
  };
}

/** Follows one player. Never throws into the page. */
export function follow(element: Element, home: string, options?: Options): { stop: () => void } {
  const { setting, endpoint, on, dispatch, ending } = pageOf(element, home, options, "videoanalytics");
  /** An attribute without a value is on. */
  const isOn = (name: "resume" | "isPreview") =>
    String(options?.[name] ?? (element as HTMLElement).dataset?.[name] ?? false) !== "false";
  const session = uuid();
  const key = keyOf(endpoint, session);
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
  const player = playerOf(element, state);
  let beats = 0;
  let pausedAt = -betweenPausesMs;
  let viewedWith: number | undefined;
  let resumed = false;
  let completed = false;

  const identity = () => ({
    session_id: session,
    token: setting("token"),
    visitor_id: visitorId(setting("consent")),
  });
  const duration = () => {
    const seconds = Number(setting("duration") ?? setting("videoDuration")) || player.duration();
    return seconds > 0 && seconds < secondsMax ? seconds : undefined;
  };
  const attempted = (attempt: Attempt<VideoItem>, failed?: boolean) => {
    dispatch("beacon", attempt);
    if (failed) state.retries++;
    const position = attempt.answer?.resume_position_seconds;
    // An earlier page's view may be answered here too: its position is of another playback.
    if (resumed || !position || attempt.items[0]?.session_id !== session) return;
    resumed = true;
    dispatch("resume", { position });
    if (isOn("resume")) player.resume(position);
  };
  const outbox = beaconOutbox(endpoint, key, () => deviceStorage(setting("consent")), attempted);
  const beacons = progressBeacons(endpoint, outbox, player, state, identity);
  const sendView = () => {
    viewedWith = duration();
    outbox.push({
      type: "view",
      ...identity(),
      video_id: state.video_id,
      course_id: setting("courseId") ?? "",
      lesson_id: setting("lessonId"),
      video_duration_seconds: viewedWith,
      is_preview: isOn("isPreview"),
      referrer: document.referrer.split(/[?#]/)[0] || undefined,
    });
  };
  const checkCompletion = () => {
    const percentage = Math.min(100, (player.recorder.covered() / (duration() ?? secondsMax)) * 100);
    if (completed || percentage < Number(setting("completionThreshold") ?? 90)) return;
    completed = true;
    beacons.complete(percentage);
    dispatch("completion", { percentage });
  };
  const sync = () => {
    player.sync();
    checkCompletion();
  };
  const leave = () => {
    sync();
    beacons.leave();
  };

  // Captured, because media events do not bubble: this includes a video that is added to the element later.
  for (const type of mediaEvents)
    element.addEventListener(
      type,
      quietly((event) => {
        if (!player.count(event)) return;
        if (type === "durationchange" && !viewedWith && duration()) sendView();
        checkCompletion();
        const now = performance.now();
        if (type === "ended" || (type === "pause" && now - pausedAt > betweenPausesMs)) {
          pausedAt = now;
          beacons.flush();
        }
      }),
      { capture: true, signal: ending.signal },
    );
  on(document, "visibilitychange", () => {
    if (!document.hidden) return outbox.wake();
    leave();
    outbox.leave();
  });
  on(window, "pagehide", () => {
    player.end();
    leave();
    outbox.leave();
  });
  on(window, "online", outbox.wake);
  const timer = setInterval(
    quietly(() => {
      sync();
      if (++beats % 3) beacons.prepare();
      else beacons.flush();
    }),
    (Math.max(1, Number(setting("updateInterval")) || 15) * 1000) / 3,
  );
  open.add(key);
  quietly(() => {
    outbox.attachPending(open);
    sendView();
    beacons.start();
    sync();
  })();

  return {
    stop: quietly(() => {
      if (!open.delete(key)) return;
      ending.abort();
      clearInterval(timer);
      player.end();
      leave();
      outbox.close();
    }),
  };
}
