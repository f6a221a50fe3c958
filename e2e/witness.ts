/* An independent record of what a page's video played, beside the browser's own. It knows nothing of the tracker. */

export type Testimony = {
  /** Media seconds, in the order in which they were played. */
  ranges: [from: number, to: number][];
  /** `HTMLMediaElement.played`: each second once. */
  played: [from: number, to: number][];
  position: number;
};

declare global {
  interface Window {
    /** What the longest video on the page has played; call it before the video is taken away. */
    testify: () => Testimony;
    /** The longest video on the page, also in a shadow root. */
    content: () => HTMLVideoElement;
  }
}

/** Runs in the page, before everything else: it looks at every video a hundred times a second. */
export function witness(): void {
  type Sample = { at: number; position: number; runs: boolean; speed: number };
  type Seen = { ranges: [number, number][]; last?: Sample };
  const seen = new Map<HTMLVideoElement, Seen>();

  const videosIn = (root: ParentNode): HTMLVideoElement[] =>
    [...root.querySelectorAll("*")].flatMap((element) => [
      ...(element instanceof HTMLVideoElement ? [element] : []),
      ...(element.shadowRoot ? videosIn(element.shadowRoot) : []),
    ]);

  function look(video: HTMLVideoElement) {
    const record: Seen = seen.get(video) ?? { ranges: [] };
    if (!seen.has(video)) video.addEventListener("seeking", () => delete record.last);
    seen.set(video, record);
    const { last, ranges } = record;
    const now: Sample = {
      at: performance.now(),
      position: video.currentTime,
      runs: !video.paused && !video.seeking && !video.ended,
      speed: video.playbackRate,
    };
    // The time runs from where the position last changed.
    if (last?.runs && now.runs && now.position === last.position) return;
    record.last = now;
    if (!last?.runs || video.seeking) return;
    const gained = now.position - last.position;
    // More than the time allows is a jump; after a busy second Firefox once more says the position from before it.
    if (gained <= 0 || gained > ((now.at - last.at) / 1000) * last.speed + 2) return;
    const range = ranges.at(-1);
    if (range && Math.abs(range[1] - last.position) < 0.01) range[1] = now.position;
    else ranges.push([last.position, now.position]);
  }

  setInterval(() => {
    for (const video of videosIn(document)) look(video);
  }, 10);
  window.content = () => {
    const [longest] = videosIn(document).sort((a, b) => (b.duration || 0) - (a.duration || 0));
    if (!longest) throw new Error("There is no video.");
    return longest;
  };
  window.testify = () => {
    const video = window.content();
    look(video);
    const { played, currentTime } = video;
    return {
      ranges: seen.get(video)?.ranges ?? [],
      played: Array.from({ length: played.length }, (_, index) => [played.start(index), played.end(index)]),
      position: currentTime,
    };
  };
}
