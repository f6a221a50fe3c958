import type { JoinedSession, LiveOptions } from "./live-session";
import type { Attempt } from "./outbox";
import type { initAllVideoAnalytics, initVideoAnalytics } from "./tracker";
import type { Answer, LiveItem, VideoItem } from "./wire";

/* The types of what the scripts add to a page. */

/** The functions that the classic scripts define. */
type AnalyticsFunctions = {
  initVideoAnalytics: typeof initVideoAnalytics;
  initAllVideoAnalytics: typeof initAllVideoAnalytics;
  initSessionAnalytics: (element: Element, options?: LiveOptions) => JoinedSession;
  initAllSessionAnalytics: () => () => void;
};

/** The events that they dispatch on their element; all bubble. */
export type AnalyticsEvents = {
  /** An attempt to send: status 0 means no answer, 202 handed to the browser for sending. */
  videoanalyticsbeacon: CustomEvent<Attempt<VideoItem>>;
  /** Where this viewer stopped last, in seconds. */
  videoanalyticsresume: CustomEvent<{ position: number }>;
  /** A token was refused, or is missing where there is a `data-token-url`: the page answers by setting `data-token`, now or later. */
  videoanalyticstoken: CustomEvent<{ video_id: string }>;
  sessionanalyticstoken: CustomEvent<{ session_id: string }>;
  /** The viewer has watched the share that counts as complete. */
  videoanalyticscompletion: CustomEvent<{ percentage: number }>;
  sessionanalyticsbeacon: CustomEvent<{ item: LiveItem; status: number; answer?: Answer | undefined }>;
  sessionanalyticsstatus: CustomEvent<{ status: string }>;
};

declare global {
  interface GlobalEventHandlersEventMap extends AnalyticsEvents {}
  interface Window extends Partial<AnalyticsFunctions> {}
}
