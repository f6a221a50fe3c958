import type { Attempt } from "@/lib/tracker/outbox";
import type { Item, Progress, Range } from "@/lib/tracker/wire";

/** What became of a beacon: acknowledged, refused for good, still to be delivered, or handed to the browser unconfirmed. */
export type Fate = "counted" | "refused" | "waiting" | "handed";

/** One beacon and what is known of it. */
export type Sent = { key: string; item: Item; fate: Fate; status: number; attempts: number; at: Date };

/** More than these are not shown. */
const shownMax = 200;

const keyOf = (item: Item): string => `${item.session_id} ${"seq" in item ? item.seq : "view"}`;

/** What a status says of one beacon; none (0) is a server that could not be reached. */
export function fateOf(status: number): Fate {
  if (status === 202) return "handed";
  if (status >= 200 && status < 300) return "counted";
  return status >= 400 && status < 500 && status !== 429 ? "refused" : "waiting";
}

/** The beacons known so far and an attempt at some of them: newest first, each once, what was counted stays counted. */
export function withAttempt(known: readonly Sent[], attempt: Attempt, at: Date): Sent[] {
  const results = attempt.answer?.results;
  const changed = attempt.items.map((item, index): Sent => {
    const key = keyOf(item);
    const before = known.find((sent) => sent.key === key);
    const status = results?.[index]?.status ?? attempt.status;
    const fate = before?.fate === "counted" ? "counted" : fateOf(status);
    return { key, item, fate, status, attempts: (before?.attempts ?? 0) + 1, at };
  });
  const keys = new Set(changed.map(({ key }) => key));
  return [...changed.reverse(), ...known.filter(({ key }) => !keys.has(key))].slice(0, shownMax);
}

/** How often each whole second was played: `[from, to, plays]`, rounded as the server does, cut at the length. */
export function playsOf(
  ranges: readonly (readonly [number, number])[],
  length: number,
): [number, number, number][] {
  const steps = new Map<number, number>();
  for (const [from, to] of ranges) {
    const [begin, end] = [Math.min(length, Math.round(from)), Math.min(length, Math.round(to))];
    steps.set(begin, (steps.get(begin) ?? 0) + 1);
    steps.set(end, (steps.get(end) ?? 0) - 1);
  }
  const out: [number, number, number][] = [];
  let plays = 0;
  let since = 0;
  for (const [second, step] of [...steps].sort((a, b) => a[0] - b[0])) {
    if (plays > 0 && step !== 0) out.push([since, second, plays]);
    if (step !== 0) since = second;
    plays += step;
  }
  return out;
}

/** This page's own beacons: those taken over from earlier pages have another playback. The page's own view is the newest. */
export function ofThisPlayback(sent: readonly Sent[]): Sent[] {
  const session = sent.find(({ item }) => item.type === "view")?.item.session_id;
  return sent.filter(({ item }) => item.session_id === session);
}

/** Where the playback stands by its latest beacon, delivered or not; undefined before the first. */
export function latestOf(sent: readonly Sent[]): Progress | undefined {
  return sent
    .flatMap(({ item }) => (item.type === "view" ? [] : [item]))
    .reduce<Progress | undefined>(
      (latest, item) => (latest && latest.seq > item.seq ? latest : item),
      undefined,
    );
}

/** A beacon's content for reading: as it is sent, indented, a range on a line. */
export const contentOf = (item: Item): string =>
  JSON.stringify(item, null, 2).replace(/\[\s+([\d.]+),\s+([\d.]+)\s+\]/g, "[$1, $2]");

/** What these beacons say was played. */
export const rangesOf = (sent: readonly Sent[]): Range[] =>
  sent.flatMap(({ item }) => (item.type === "view" ? [] : item.played));

/** Seconds covered at least once. */
export const coveredSeconds = (strip: readonly (readonly [number, number, number])[]): number =>
  strip.reduce((sum, [from, to]) => sum + to - from, 0);
