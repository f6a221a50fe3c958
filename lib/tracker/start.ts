import { follow, type Options } from "./playback";

const marked = "[data-video-analytics][data-video-id]";
const followed = new Map<Element, () => void>();
const videoOf = (element: Element) => element.getAttribute("data-video-id");

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
  const initAllVideoAnalytics = (): (() => void) => {
    const own = new Map<Element, { stop: () => void; video: string | null }>();
    const end = (element: Element, stop: () => void) => {
      own.delete(element);
      stop();
    };
    const scan = () => {
      for (const [element, { stop, video }] of own)
        if (!element.isConnected || !element.matches(marked) || videoOf(element) !== video)
          end(element, stop);
      for (const element of document.querySelectorAll(marked))
        if (!followed.has(element))
          own.set(element, { stop: initVideoAnalytics(element), video: videoOf(element) });
    };
    const observer = new MutationObserver(scan);
    observer.observe(document, {
      subtree: true,
      childList: true,
      attributeFilter: ["data-video-analytics", "data-video-id"],
    });
    scan();
    return () => {
      observer.disconnect();
      for (const [element, { stop }] of own) end(element, stop);
    };
  };
  return { initVideoAnalytics, initAllVideoAnalytics };
}
