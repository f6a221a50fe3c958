import { embed, isClassic } from "./embed";
import { follow, type Options } from "./playback";

const [init, initAll] = embed("video", follow);

/** Follows the player that `element` is or holds. Returns what ends it and leaves nothing behind. */
export const initVideoAnalytics = (element: Element, options?: Options): (() => void) =>
  init(element, options).stop;

/** Follows every `[data-video-analytics]` there is and will be; returns what ends them all. */
export const initAllVideoAnalytics = initAll;

if (isClassic) {
  Object.assign(window, { initVideoAnalytics, initAllVideoAnalytics });
  initAll();
}
