import { onPool } from "@/lib/db/client";
import { addChecks, type CheckedThing, type Seen } from "@/lib/domain/setup/ingest/checks";
import { isStorable } from "@/lib/http/contract";
import { asAppError } from "@/lib/platform/errors";
import { describeError, log } from "@/lib/platform/log";
import { processSingleton } from "@/lib/platform/process";
import { reasonOf } from "./refusals";

/*
 * Whether beacons arrive, for the person who sets up a page. A beacon costs a counter in memory; what the counters have is written some seconds
 * later, all in one statement. Nothing waits for it, and what a killed process had not written is lost.
 */

/** How long what was seen waits to be written, in milliseconds: after a quiet time only until beacons that come together are there. */
const [everyMs, firstMs] = [5_000, 250];
/** So many things are counted at a time, and so many that the installation does not have; further ones are left out. */
const [thingsMax, unknownMax] = [2_000, 200];
const nameMax = 200;

const state = () =>
  processSingleton("beacon checks", () => ({
    waiting: new Map<string, Seen>(),
    unknown: 0,
    written_at: 0,
    timer: null as NodeJS.Timeout | null,
    writing: Promise.resolve(),
  }));

/** Counts a beacon for the things that it is about; `error`: why it was refused. */
export function noteChecks(
  things: readonly CheckedThing[],
  at: Date,
  origin: string | null,
  error?: unknown,
): void {
  for (const thing of things) {
    const seen = seenOf(thing);
    if (!seen) continue;
    if (error === undefined) {
      seen.accepted++;
      seen.accepted_at = at;
      continue;
    }
    seen.refused++;
    seen.refused_at = at;
    seen.refused_reason = reasonOf(error);
    seen.refused_field = fieldOf(error);
    seen.refused_origin = origin?.slice(0, nameMax) ?? null;
  }
}

/** The field that was wrong, without its place in a batch. */
const fieldOf = (error: unknown): string | null =>
  asAppError(error)
    .options.errors?.[0]?.path.replace(/^\[\d+\]\.?/, "")
    .slice(0, nameMax) || null;

function seenOf(thing: CheckedThing): Seen | null {
  const { waiting } = state();
  const key = `${thing.school_id} ${thing.kind} ${thing.name}`;
  const before = waiting.get(key);
  if (before) return before;
  const unknown = thing.school_id === null;
  if (waiting.size >= thingsMax || (unknown && state().unknown >= unknownMax)) return null;
  if (thing.name === "" || thing.name.length > nameMax || !isStorable(thing.name)) return null;
  if (unknown) state().unknown++;
  const seen: Seen = {
    ...thing,
    accepted: 0,
    accepted_at: null,
    refused: 0,
    refused_at: null,
    refused_reason: null,
    refused_field: null,
    refused_origin: null,
  };
  waiting.set(key, seen);
  plan();
  return seen;
}

function plan(): void {
  const now = state();
  if (now.timer) return;
  const wait = Math.max(firstMs, now.written_at + everyMs - Date.now());
  now.timer = setTimeout(() => void writeChecks(), wait).unref();
}

/** Writes what was seen since the last time. A failure is logged: the next beacons will say the same. */
export async function writeChecks(): Promise<void> {
  const now = state();
  if (now.timer) clearTimeout(now.timer);
  now.timer = null;
  const seen = [...now.waiting.values()];
  now.waiting.clear();
  now.unknown = 0;
  now.written_at = Date.now();
  if (seen.length > 0)
    now.writing = now.writing.then(() =>
      onPool("tracking", () => addChecks(seen)).catch((error: unknown) =>
        log.warn(
          { error: describeError(error), things: seen.length },
          "the checks of beacons were not written",
        ),
      ),
    );
  await now.writing;
}
