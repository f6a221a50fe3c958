import { type Attendance, attend, type LiveOptions } from "./live";
import { followMarked } from "./marked";

const attending = new Map<Element, Attendance>();

/** What a page may call; `home` is where the script was served from, and so where beacons go. */
export function liveClient(home: string) {
  /** Takes part in the session that `element` shows; asked again about the same element, answers with the same. */
  const initSessionAnalytics = (element: Element, options: LiveOptions = {}): Attendance => {
    const known = attending.get(element);
    if (known) return known;
    const attendance = attend(element, options, home);
    const own = {
      ...attendance,
      stop() {
        attending.delete(element);
        attendance.stop();
      },
    };
    attending.set(element, own);
    return own;
  };

  /** Takes part in every `[data-session-analytics]` there is and will be; returns what ends them all. */
  const initAllSessionAnalytics = (): (() => void) =>
    followMarked(
      "data-session-analytics",
      "data-session-id",
      (element) => attending.has(element),
      (element) => initSessionAnalytics(element).stop,
    );
  return { initSessionAnalytics, initAllSessionAnalytics };
}
