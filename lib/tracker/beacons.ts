import { keyRoot } from "./device";
import { beaconKeptMs, beaconsKept, charactersPerBody } from "./limits";
import { type Attempt, createOutbox, type TokenSource } from "./outbox";
import type { VideoItem } from "./wire";

/** The request with as many beacons as fit one body. A view is sent alone unless the page is leaving: only its own route answers where to resume. */
export function requestOf(
  endpoint: string,
  waiting: VideoItem[],
  leaving?: boolean,
): [url: string, body: unknown, items: VideoItem[]] {
  let size = 0;
  let count = 0;
  for (const item of waiting) {
    size += JSON.stringify(item).length;
    const alone = !leaving && /view/.test(item.type + waiting[0]!.type);
    if (count && (alone || size > charactersPerBody)) break;
    count++;
  }
  const items = waiting.slice(0, count);
  return [
    `${endpoint}/api/analytics/video-${items[1] ? "batch" : items[0]!.type}`,
    items[1] ? items : items[0],
    items,
  ];
}

const prefixOf = (endpoint: string) => `${keyRoot}${endpoint}:`;
/** The storage key of a playback's beacons. */
export const keyOf = (endpoint: string, session: string) => prefixOf(endpoint) + session;

/** The outbox of the beacons of one playback, which are stored under `key`. A view is never dropped to make room. */
export const beaconOutbox = (
  endpoint: string,
  key: string,
  store: () => Storage | null,
  attempted: (attempt: Attempt<VideoItem>, failed?: boolean) => void,
  page: () => TokenSource,
) =>
  createOutbox<VideoItem>(
    prefixOf(endpoint),
    key,
    (item, ageMs, newer) => ageMs < beaconKeptMs && (item.type === "view" || newer < beaconsKept),
    (waiting, leaving) => requestOf(endpoint, waiting, leaving),
    store,
    attempted,
    page,
  );
