import { addRange, steps } from "@/lib/measure/difference";
import { oneDecimal } from "@/lib/measure/rounding";
import { tenthsToSeconds, toTenths } from "@/lib/measure/tenths";
import type { Answer, LiveItem, Progress, Range, VideoItem } from "@/lib/tracker/wire";

/** The outcome of an item: acknowledged, refused, not delivered yet, or passed to the browser without confirmation. */
export type Outcome = "counted" | "refused" | "waiting" | "handed";

/** An item that a script sent, with the latest answer. `detail`: why it was refused. */
export type Sent<Item> = {
  key: string;
  item: Item;
  outcome: Outcome;
  status: number;
  detail: string | null;
  attempts: number;
  at: Date;
};
type Attempt<Item> = { items: readonly Item[]; status: number; answer?: Answer | undefined };

/** The log shows no more than these. */
const shownMax = 200;

/** Equal for two copies of an item; one can come from the device's storage. */
function keyOf(item: VideoItem | LiveItem): string {
  // A playback may have two views: one before its length is known, and one with it.
  if ("type" in item)
    return [
      item.session_id,
      ...(item.type === "view" ? ["view", item.video_duration_seconds] : [item.seq]),
    ].join(" ");
  const { route, body } = item;
  if (route === "presence") return [route, body.event, body.at].join(" ");
  return [route, ...(route === "feedback" ? [body.rating, body.comment] : [body.id])].join(" ");
}

/** The outcome that a status means; 0 is a server that could not be reached. */
export function outcomeOf(status: number): Outcome {
  if (status === 202) return "handed";
  if (status >= 200 && status < 300) return "counted";
  return status >= 400 && status < 500 && status !== 429 ? "refused" : "waiting";
}

/** The list after one more attempt: newest first, each item once; an item that was counted stays counted. */
export function withAttempt<Item extends VideoItem | LiveItem>(
  list: readonly Sent<Item>[],
  { items, status: common, answer }: Attempt<Item>,
  at: Date,
): Sent<Item>[] {
  const changed = items.map((item, index): Sent<Item> => {
    const key = keyOf(item);
    const before = list.find((sent) => sent.key === key);
    const status = answer?.results?.[index]?.status ?? common;
    const outcome = before?.outcome === "counted" ? "counted" : outcomeOf(status);
    const detail = outcome === "refused" ? (answer?.detail ?? null) : null;
    return { key, item, outcome, status, detail, attempts: (before?.attempts ?? 0) + 1, at };
  });
  const keys = new Set(changed.map(({ key }) => key));
  return [...changed.reverse(), ...list.filter(({ key }) => !keys.has(key))].slice(0, shownMax);
}

/** How often each part was played: `[from, to, plays]`, rounded to tenths of a second as the server does, cut at the length. */
export function playsOf(ranges: readonly (readonly [number, number])[], length: number) {
  const deltas = new Map<number, number>();
  for (const [from, to] of ranges) addRange(deltas, toTenths(from), toTenths(Math.min(length, to)));
  return steps(deltas).map(
    ([from, to, plays]) => [tenthsToSeconds(from), tenthsToSeconds(to), plays] as const,
  );
}

/** The beacons of this page's own playback, without those of earlier pages. The page's own view is the newest. */
export function ofThisPlayback(sent: readonly Sent<VideoItem>[]): Sent<VideoItem>[] {
  const session = sent.find(({ item }) => item.type === "view")?.item.session_id;
  return sent.filter(({ item }) => item.session_id === session);
}

/** The latest progress beacon, delivered or not; undefined before the first. */
export function latestOf(sent: readonly Sent<VideoItem>[]): Progress | undefined {
  return sent
    .flatMap(({ item }) => (item.type === "view" ? [] : [item]))
    .reduce<Progress | undefined>(
      (latest, item) => (latest && latest.seq > item.seq ? latest : item),
      undefined,
    );
}

/** The ranges that these beacons report as played. */
export const rangesOf = (sent: readonly Sent<VideoItem>[]): Range[] =>
  sent.flatMap(({ item }) => (item.type === "view" ? [] : item.played));

/** Seconds covered at least once. */
export const coveredSeconds = (strip: readonly (readonly [number, number, number])[]): number =>
  oneDecimal(strip.reduce((sum, [from, to]) => sum + to - from, 0));

/** The messages that were written here, newest first. */
export const messagesOf = (sent: readonly Sent<LiveItem>[]) =>
  sent.flatMap(({ key, item, outcome, at }) =>
    item.route === "messages" ? [{ key, text: item.body.text, outcome, at }] : [],
  );

/** The outcome of the latest rating; null before the first. */
export const ratingOutcome = (sent: readonly Sent<LiveItem>[]): Outcome | null =>
  sent.find(({ item }) => item.route === "feedback")?.outcome ?? null;

/** What is sent of an item, indented for reading, with a range on one line. */
export const contentOf = (item: VideoItem | LiveItem): string =>
  JSON.stringify("route" in item ? item.body : item, null, 2).replace(
    /\[\s+([\d.]+),\s+([\d.]+)\s+\]/g,
    "[$1, $2]",
  );
