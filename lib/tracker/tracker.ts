import { embed, isClassic } from "./embed";
import { follow, type Options } from "./playback";

const [init, initAll] = embed("video", follow);

/** Tracks the player that `element` is or contains. Returns a function that ends the tracking and removes all listeners. */
export const initVideoAnalytics = (element: Element, options?: Options): (() => void) =>
  init(element, options).stop;

/** Tracks every present and future `[data-video-analytics]`; returns a function that ends them all. */
export const initAllVideoAnalytics = initAll;

if (isClassic) {
  Object.assign(window, { initVideoAnalytics, initAllVideoAnalytics });
  initAll();
}
