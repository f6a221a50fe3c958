import { embed, isClassic } from "./embed";
import { joinSession } from "./live-session";

/**
 * `initSessionAnalytics` joins the session that an element shows, once. `initAllSessionAnalytics` joins those of all marked
 * elements there are and will be, and returns what leaves them all.
 */
export const [initSessionAnalytics, initAllSessionAnalytics] = embed("session", joinSession);

if (isClassic) {
  Object.assign(window, { initSessionAnalytics, initAllSessionAnalytics });
  initAllSessionAnalytics();
}
