import { liveClient } from "./live-start";

/** The same as a module; it starts when it is told to. */
export const { initSessionAnalytics, initAllSessionAnalytics } = liveClient(new URL(import.meta.url).origin);
