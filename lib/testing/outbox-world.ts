import { vi } from "vitest";
import { beaconOutbox, keyOf } from "@/lib/tracker/beacons";
import type { Attempt, TokenSource } from "@/lib/tracker/outbox";
import type { Progress, VideoItem, View } from "@/lib/tracker/wire";

/* The beacons of two playbacks, and a device and a server for their outbox. */

export const endpoint = "https://stats.school.test";
export const sessions = {
  a: "11111111-1111-4111-8111-111111111111",
  b: "22222222-2222-4222-8222-222222222222",
};

export const view = (session_id = sessions.a): View => ({
  type: "view",
  session_id,
  video_id: "v",
  course_id: "c",
  is_preview: false,
});
export const progress = (seq: number, session_id = sessions.a, padding = ""): Progress => ({
  type: "progress",
  session_id,
  seq,
  played: [[seq, seq + 1]],
  video_id: `v${padding}`,
  current_position_seconds: seq + 1,
  watch_time_seconds: seq + 1,
  play_count: 1,
  pause_count: 0,
  seek_count: 0,
  quality_changes: 0,
  quality: {},
  rebuffer_count: 0,
  rebuffer_ms: 0,
  retries: 0,
  lost: 0,
  abandoned: false,
});

/** A device's storage: keys are its own properties, as in a browser. */
export function storage(): Storage {
  const values: Record<string, string> = {};
  return new Proxy(values, {
    get: (_, name: string) =>
      ({
        getItem: (key: string) => values[key] ?? null,
        setItem: (key: string, value: string) => {
          values[key] = value;
        },
        removeItem: (key: string) => {
          delete values[key];
        },
      })[name] ?? values[name],
  }) as unknown as Storage;
}

/** What is stored under a key, by default the only one. */
export const storedItems = (device: Storage, key = Object.keys(device)[0] as string): unknown[] =>
  (JSON.parse(device.getItem(key) as string) as [item: unknown, at: number][]).map(([item]) => item);

export type Reply = { status: number; retryAfter?: number; body?: unknown } | "no connection";
export type Request = { url: string; items: unknown[]; keepalive: boolean };

/** A server that gives the set answers and records the requests. */
export function server(reply: (request: Request, index: number) => Reply) {
  const requests: Request[] = [];
  vi.stubGlobal("fetch", async (url: string, init: { body: string; keepalive: boolean }) => {
    const items = [JSON.parse(init.body)].flat();
    const request = { url, items, keepalive: init.keepalive };
    const answer = reply(request, requests.push(request) - 1);
    if (answer === "no connection") throw new TypeError("Failed to fetch");
    const results = items.map((_, index) => ({ index, status: 200 }));
    return new Response(JSON.stringify(answer.body ?? { success: true, ...(items[1] ? { results } : {}) }), {
      status: answer.status,
      headers: answer.retryAfter ? { "retry-after": String(answer.retryAfter) } : {},
    });
  });
  return requests;
}

export const seqs = ({ items }: { items: unknown[] }) =>
  (items as { seq?: number }[]).map(({ seq }) => seq ?? "view");
export const outboxOf = (
  device: Storage | null,
  attempts: (Attempt<VideoItem> & { failed?: boolean | undefined })[] = [],
  session = sessions.a,
  page: TokenSource = { setting: () => undefined, part: () => {} },
) =>
  beaconOutbox(
    endpoint,
    keyOf(endpoint, session),
    () => device,
    (attempt, failed) => attempts.push({ ...attempt, failed }),
    () => page,
  );
export const settled = () => vi.advanceTimersByTimeAsync(0);
