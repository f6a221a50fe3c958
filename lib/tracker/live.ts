import { embed, isClassic } from "./embed";
import { type JoinedSession, joinSession, type LiveOptions } from "./live-session";

export type { AnalyticsEvents } from "./page-globals";
export type { JoinedSession, LiveOptions };

/** The first joins the session of one element, once; the second joins those of all marked elements, and returns the function that leaves them all. */
export const [initSessionAnalytics, initAllSessionAnalytics] = embed("session", joinSession);

if (isClassic) {
  Object.assign(window, { initSessionAnalytics, initAllSessionAnalytics });
  initAllSessionAnalytics();
}
