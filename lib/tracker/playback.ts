import { beaconOutbox, keyOf } from "./beacons";
import { deviceStorage, uuid, visitorId } from "./device";
import { beaconsWaiting, continuedWithinMs, rangesGathered, secondsMax, settledMs } from "./limits";
import type { Attempt } from "./outbox";
import { type PageOptions, pageOf, quietly } from "./page";
import { join, rounded } from "./played";
import { mediaEvents, playerOf, rootsIn } from "./player";
import type { Progress, Range, State, VideoItem, View } from "./wire";

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

/** A playback of the video that `page` names, which follows the player that it is attached to. */
function playbackOf(page: Page) {
  const { setting, endpoint } = page;
  /** An attribute without a value is on. */
  const isOn = (name: "resume" | "isPreview") => (page.setting(name) ?? "false") !== "false";
  const session = uuid();
  const key = keyOf(endpoint, session);
  /** As the page says now: it may name the next video before the last seconds of this one are sent. */
  const video = page.naming ?? { video_id: setting("videoId") };
  const state: State = {
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
  };
  let seq = 0;
  /** Taken from the recorder, and not yet in a beacon. */
  let gathered: Range[] = [];
  let draft:
    | { beacon: Progress; later: { activated: boolean } | undefined; cancel: AbortController }
    | undefined;
  const draftKey = `${key}+`;
  /** A player that was only loaded has nothing to send. */
  let sentState = JSON.stringify(state);
  let settling: ReturnType<typeof setTimeout>;
  /** The length that the view said; 0 when it was unknown. */
  let viewedWith: number | undefined;
  let resumed = false;
  let completed = false;

  const duration = () => {
    const seconds =
      +((page.setting("duration") ?? page.setting("videoDuration")) as string) || (player.length() as number);
    return seconds > 0 && seconds < secondsMax ? seconds : undefined;
  };
  const viewing = () => ({
    session_id: session,
    token: page.setting("token") || undefined,
    ...video,
    visitor_id: visitorId(page.setting("consent")),
    video_duration_seconds: duration(),
    // Infinity, or what players write for it.
    is_live: player.length() >= secondsMax,
  });
  const attempted = (attempt: Attempt<VideoItem>, failed?: boolean) => {
    page.dispatch("beacon", attempt);
    if (failed) state.retries++;
    const position = attempt.answer?.resume_position_seconds;
    // An earlier page's view may be answered here too: its position is of another playback.
    if (resumed || !position || attempt.items[0]!.session_id !== session) return;
    resumed = true;
    page.dispatch("resume", { position });
    if (isOn("resume")) player.resume(position);
  };
  const stored = () => deviceStorage(page.setting("consent"));
  const player = playerOf(state);
  const outbox = beaconOutbox(endpoint, key, stored, attempted, () => page);

  /** Takes back the draft and brings the state up to date. True when there is something to send. */
  const gather = () => {
    if (draft) {
      const storage = stored();
      draft.cancel.abort();
      if (draft.later?.activated || (storage && !storage[draftKey])) {
        // The browser, or another page, has sent it with this number: it is confirmed like any other. What was counted since is not in it.
        push(draft.beacon, true);
        sentState = "";
      }
      delete storage?.[draftKey];
      draft = undefined;
    }
    gathered = join(gathered, player.recorder.take());
    state.current_position_seconds = rounded(player.recorder.lastSeen());
    state.watch_time_seconds = player.recorder.media();
    state.average_playback_speed = player.recorder.speed();
    return gathered[0] || JSON.stringify(state) !== sentState;
  };
  /** The next beacon: what was played since the one before. */
  const compose = (): Progress => ({
    type: "progress",
    ...viewing(),
    ...state,
    quality: { ...state.quality },
    lost: outbox.dropped,
    seq,
    played: gathered,
  });
  const push = (item: Progress, later?: boolean) => {
    sentState = JSON.stringify(state);
    gathered = [];
    seq++;
    outbox.push(item, later);
  };
  /** Makes the next beacon, or a draft of it: if this page dies, the browser sends it where it can, and the next page in any case. */
  const report = (asDraft?: unknown) => {
    if (!gather()) return;
    const beacon = compose();
    if (!asDraft) {
      if (outbox.waiting() < beaconsWaiting || gathered.length > rangesGathered) push(beacon);
      return;
    }
    const cancel = new AbortController();
    const later = (window as Window & { fetchLater?: FetchLater }).fetchLater?.(
      `${endpoint}/api/analytics/video-progress`,
      {
        method: "POST",
        body: JSON.stringify(beacon),
        signal: cancel.signal,
      },
    );
    draft = { beacon, later, cancel };
    (stored() as Storage)[draftKey] = JSON.stringify([[beacon, Date.now()]]);
  };
  const checkCompletion = () => {
    const percentage = Math.min(100, (player.recorder.covered() / (duration() ?? secondsMax)) * 100);
    if (completed || percentage < (+(page.setting("completionThreshold") as string) || 90)) return;
    completed = true;
    gather();
    push({ ...compose(), type: "complete", completion_percentage: rounded(percentage) });
    page.dispatch("completion", { percentage });
  };
  const sync = (type?: string) => {
    player.sync(type);
    checkCompletion();
  };
  /** Queues the last beacon of a page that is hidden or gone. */
  const leave = () => {
    sync("leave");
    if (gather()) push(compose(), true);
  };
  const settle = quietly(() => {
    sync();
    report();
  });

  /** Follows the player that `element` is or holds; returns what ends that. `stop`: the viewer withdrew their consent. */
  return (element: Element, of: Page, stop: () => void, replace: () => void) => {
    page = of;
    const consented = page.setting("consent") === "granted";
    const { on, ending } = page;
    const sendView = (unfollowed?: View["unfollowed"]) => {
      viewedWith = duration() ?? 0;
      outbox.push({
        type: "view",
        ...viewing(),
        course_id: page.setting("courseId"),
        lesson_id: page.setting("lessonId") || undefined,
        is_preview: isOn("isPreview"),
        referrer: document.referrer.split(/[?#]/)[0] || undefined,
        unfollowed,
      });
    };
    /** The player in a frame is viewed when it is ready, or known not to be. */
    const openFrame = () => player.isFramed() && page.part("cloudflare", sendView);
    const heard = quietly((event: Event) => {
      if (!player.count(event)) return;
      if (!viewedWith && duration()) sendView();
      checkCompletion();
      if (/ended|pause/.test(event.type)) {
        clearTimeout(settling);
        settling = setTimeout(settle, settledMs);
      }
    });
    /** Captured, because media events do not bubble, and they do not leave shadow roots. Listening again changes nothing. */
    const listen = () => {
      for (const root of rootsIn(element))
        for (const type of mediaEvents)
          root.addEventListener(type, heard, { capture: true, signal: ending.signal });
    };
    const handOver = () => {
      leave();
      outbox.leave();
    };
    on(document, "visibilitychange", () => (document.hidden ? handOver() : outbox.wake()));
    on(window, "pagehide", () => {
      player.giveUp();
      handOver();
    });
    on(window, "online", outbox.wake);
    let beats = 0;
    const timer = setInterval(
      quietly(() => {
        if (consented && page.setting("consent") !== "granted") {
          // Withdrawn: who this was is forgotten too.
          deviceStorage("denied");
          return stop();
        }
        listen();
        openFrame();
        sync();
        report(++beats % 3);
      }),
      (Math.max(1, +(page.setting("updateInterval") as string) || 15) * 1000) / 3,
    );
    open.add(key);
    quietly(() => {
      outbox.attachPending(open);
      player.attach(element, replace);
      listen();
      if (viewedWith !== undefined) outbox.wake();
      else if (!openFrame()) sendView();
      sync();
    })();

    return () => {
      open.delete(key);
      ending.abort();
      clearInterval(timer);
      player.giveUp();
      leave();
      player.detach();
      outbox.wake();
    };
  };
}

type Page = ReturnType<typeof pageOf<Options>>;

/** The playbacks whose player was gone or stopped a moment ago, by server and video. */
const recent: Record<string, ReturnType<typeof playbackOf>> = {};

/** Follows one player; returns what ends that. Never throws into the page. `stop`: what ends it for good. */
export function follow(
  element: Element,
  home: string,
  options: Options | undefined,
  stop: () => void,
): () => void {
  let end: (() => void) | undefined;
  const begin = () => {
    const page = pageOf(element, home, options, "videoanalytics");
    const name = page.endpoint + page.setting("videoId");
    const attach = recent[name] || playbackOf(page);
    delete recent[name];
    const detach = attach(element, page, stop, () =>
      setTimeout(() => {
        if (!end) return;
        detach();
        begin();
      }),
    );
    end = () => {
      end = undefined;
      recent[name] = attach;
      setTimeout(() => delete recent[name], continuedWithinMs);
      detach();
    };
  };
  begin();
  return quietly(() => end?.());
}
