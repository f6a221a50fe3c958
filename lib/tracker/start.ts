import { followMarked } from "./marked";
import { follow, type Options } from "./playback";

const followed = new Map<Element, () => void>();

/** What a page may call; `home` is where the script was served from, and so where beacons go. */
export function tracker(home: string) {
  /**
   * Follows the player that `element` is or holds. Returns what ends it and leaves nothing behind; an element that is
   * followed already is not followed twice.
   */
  const initVideoAnalytics = (element: Element, options: Options = {}): (() => void) => {
    const known = followed.get(element);
    if (known) return known;
    const end = follow(element, options, home);
    const stop = () => {
      followed.delete(element);
      end();
    };
    followed.set(element, stop);
    return stop;
  };

  /** Follows every `[data-video-analytics]` there is and will be; returns what ends them all. */
  const initAllVideoAnalytics = (): (() => void) =>
    followMarked(
      "data-video-analytics",
      "data-video-id",
      (element) => followed.has(element),
      initVideoAnalytics,
    );
  return { initVideoAnalytics, initAllVideoAnalytics };
}
