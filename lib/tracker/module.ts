import { tracker } from "./start";

/** The same as a module; it starts when it is told to. */
export const { initVideoAnalytics, initAllVideoAnalytics } = tracker(new URL(import.meta.url).origin);
