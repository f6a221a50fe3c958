import { home, isClassic, settings } from "./embed";
import { scannedEveryMs } from "./limits";
import { load } from "./parts";
import { follow, type Options } from "./playback";
import { type Marked, rootsIn } from "./player";

export type { AnalyticsEvents } from "./page-globals";
export type { Options };

const mark = "data-video-analytics";
const idAttribute = "data-video-id";
const selector = `[${mark}][${idAttribute}]`;
/**
 * A page may load the script twice, or again on each visit of a site that swaps bodies. All copies share `_lectern`: on the window,
 * who is followed (by element, what stops it, and the id that a marked one was marked with); on the document, what stops them all, 0
 * after that; on an element, that the page stopped it.
 */
const global = window as unknown as { _lectern: Map<Marked, [stop: () => void, id?: string | null]> };
const page = document as Document & { _lectern?: (() => void) | 0 };
global._lectern ??= new Map();
const followed = global._lectern;

const begin = (element: Marked, options?: Options, id?: string | null): (() => void) => {
  // Players copy the attributes of their video to the element that they put around it: one player has one mark.
  for (const [other, [stop]] of followed) if (other.contains(element) || element.contains(other)) return stop;
  const stop = () => {
    element._lectern = true;
    followed.delete(element);
    end();
  };
  const end = follow(element, home, options, stop);
  followed.set(element, [stop, id]);
  return stop;
};
const marked = () => rootsIn(page).flatMap((root) => [...root.querySelectorAll<Marked>(selector)]);
const scan = () => {
  const present = marked();
  for (const [element, [stop, id]] of followed)
    if (id != null && !(present.includes(element) && element.getAttribute(idAttribute) === id)) {
      stop();
      element._lectern = false;
    }
  for (const element of present)
    if (!element._lectern) begin(element, undefined, element.getAttribute(idAttribute));
};

const watch = () => {
  // Nothing tells of a new shadow root. What was played before is read from the player.
  const timer = setInterval(scan, scannedEveryMs);
  return () => {
    page._lectern = 0;
    clearInterval(timer);
    for (const [stop] of followed.values()) stop();
  };
};

/** Tracks the player that `element` is or contains. Returns a function that ends the tracking and removes all listeners. */
export const initVideoAnalytics: (element: Element, options?: Options) => () => void = begin;

/** Tracks every present and future `[data-video-analytics]`, also those that were stopped; returns a function that ends them all. */
export const initAllVideoAnalytics = (): (() => void) => {
  for (const element of marked()) element._lectern &&= false;
  page._lectern ||= watch();
  scan();
  return page._lectern;
};

if (isClassic) {
  Object.assign(global, { initVideoAnalytics, initAllVideoAnalytics });
  if (page._lectern === undefined) initAllVideoAnalytics();
  if (settings?.school) load(home, "auto", settings, initVideoAnalytics);
}
