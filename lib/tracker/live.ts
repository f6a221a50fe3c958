import { embed, isClassic } from "./embed";
import { joinSession } from "./live-session";

/** The first joins the session that an element shows, once; the second those of all marked elements, and returns what leaves them all. */
export const [initSessionAnalytics, initAllSessionAnalytics] = embed("session", joinSession);

if (isClassic) {
  Object.assign(window, { initSessionAnalytics, initAllSessionAnalytics });
  initAllSessionAnalytics();
}
