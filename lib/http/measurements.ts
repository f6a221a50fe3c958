import { randomUUID } from "node:crypto";
import type { CountKind, Measure } from "@/lib/db/tables/system";
import { addCounts, bucketOf } from "@/lib/measure/histogram";
import { type ErrorCode, errorCodes } from "@/lib/platform/errors";
import { processSingleton } from "@/lib/platform/process";
import type { RequestNote } from "@/lib/platform/request-note";
import { addRequest, showWaiting } from "./request-metrics";

/*
 * What this process measures about itself, by minute. To measure costs a look-up in a map and an addition; the job `system` stores each
 * minute when it is over. What a killed process had not stored is lost.
 */

export type MeasuredDuration = {
  measure: Measure;
  name: string;
  school_id: string | null;
  count: number;
  failed: number;
  histogram: Map<number, number>;
};
export type MeasuredCount = {
  kind: CountKind;
  name: string;
  school_id: string | null;
  count: number;
  last_at: Date;
  last_request_id: string | null;
};
/** The people who were signed in, by school. */
type People = Map<string | null, Set<string>>;

export type MeasuredMinute = {
  process_id: string;
  started_at: Date;
  at: Date;
  durations: readonly MeasuredDuration[];
  counts: readonly MeasuredCount[];
  people: People;
} & Samples;

/** What is looked at every few seconds: the largest of the minute. */
type Samples = {
  /** Null when nothing was looked at, or the database did not answer. */
  database_ms: number | null;
  memory_bytes: number | null;
  event_loop_delay_ms: number | null;
  waiting: number;
};

export const minuteMs = 60_000;
/** So many minutes wait while the database is away; older ones are dropped. */
const minutesMax = 60;
/** So many different things are kept of a minute; further ones are counted without their school. */
const cellsMax = 4_000;

type Open = {
  durations: Map<string, MeasuredDuration>;
  counts: Map<string, MeasuredCount>;
  people: People;
} & Samples;

const state = () =>
  processSingleton("measurements", () => ({
    process_id: randomUUID() as string,
    started_at: new Date(),
    minutes: new Map<number, Open>(),
    /** Asked for how much waits. */
    queues: new Set<() => number>(),
  }));

function minuteOf(at: Date): Open {
  const { minutes } = state();
  const start = Math.floor(at.getTime() / minuteMs) * minuteMs;
  let open = minutes.get(start);
  if (!open) {
    open = {
      durations: new Map(),
      counts: new Map(),
      people: new Map(),
      database_ms: null,
      memory_bytes: null,
      event_loop_delay_ms: null,
      waiting: 0,
    };
    minutes.set(start, open);
    // Nothing stores them while the database is away, and in a process without jobs.
    const [oldest] = minutes.keys();
    if (minutes.size > minutesMax && oldest !== undefined) minutes.delete(oldest);
  }
  return open;
}

/** The cell of these three, made on first use. */
function cellOf<Cell>(
  cells: Map<string, Cell>,
  [what, name, schoolId]: [what: string, name: string, schoolId: string | null],
  make: (schoolId: string | null) => Cell,
): Cell {
  const key = `${what}\n${name}\n${schoolId ?? ""}`;
  const cell = cells.get(key);
  if (cell) return cell;
  if (schoolId !== null && cells.size >= cellsMax) return cellOf(cells, [what, name, null], make);
  const made = make(schoolId);
  cells.set(key, made);
  return made;
}

/** Measures something that took so long and ended now. */
export function measure(
  what: Measure,
  name: string,
  ms: number,
  { school_id = null, failed = false, at = new Date() }: Partial<Measured> = {},
): void {
  const cell = cellOf(minuteOf(at).durations, [what, name, school_id], (schoolId) => ({
    measure: what,
    name,
    school_id: schoolId,
    count: 0,
    failed: 0,
    histogram: new Map(),
  }));
  cell.count++;
  if (failed) cell.failed++;
  addCounts(cell.histogram, [[bucketOf(ms), 1]]);
}
type Measured = { school_id: string | null; failed: boolean; at: Date };

/** Counts something. */
export function count(
  kind: CountKind,
  name: string,
  {
    school_id = null,
    at = new Date(),
    times = 1,
    request_id = null,
  }: { school_id?: string | null; at?: Date; times?: number; request_id?: string | null } = {},
): void {
  const cell = cellOf(minuteOf(at).counts, [kind, name, school_id], (schoolId) => ({
    kind,
    name,
    school_id: schoolId,
    count: 0,
    last_at: at,
    last_request_id: null,
  }));
  cell.count += times;
  cell.last_at = at;
  cell.last_request_id = request_id ?? cell.last_request_id;
}

/** The methods that a route can have: a measurement's name must not be what a caller wrote. */
const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
/** Why a request failed whose answer did not say it. */
const codeOfStatus = new Map<number, string>(
  Object.entries(errorCodes).map(([code, status]) => [status, code] as const),
);
/** The caller went away before there was an answer. */
const left = "left";

/** Measures an answered request. */
export function noteRequest(ended: {
  method: string;
  route: string;
  /** Null when the caller left before the answer. */
  status: number | null;
  ms: number;
  request_id: string;
  note: RequestNote;
}): void {
  const { status, note, request_id } = ended;
  const { school_id, user_id, code } = note;
  const failed = status !== null && status >= 500;
  const method = methods.has(ended.method) ? ended.method : "OTHER";
  const route = `${method} ${ended.route}`;
  addRequest(route, ended.ms, failed);
  measure("request", route, ended.ms, { school_id, failed });
  if (user_id !== null) countPerson(school_id, user_id);
  if (status !== null && status < 400) return;
  const isCode = code !== null && errorCodes[code as ErrorCode] === status;
  const reason = status === null ? left : isCode ? code : (codeOfStatus.get(status) ?? "other");
  count("error", reason, { school_id, request_id: failed ? request_id : null });
}

/** Counts somebody who is signed in. */
export function countPerson(schoolId: string | null, userId: string, at = new Date()): void {
  const { people } = minuteOf(at);
  const seen = people.get(schoolId);
  if (seen) seen.add(userId);
  else people.set(schoolId, new Set([userId]));
}

/** A queue whose length is measured: what says how many wait in it. */
export function measureQueue(waiting: () => number): void {
  state().queues.add(waiting);
  showWaiting(waitingNow);
}
export const endQueue = (waiting: () => number): void => void state().queues.delete(waiting);
/** How many beacons wait to be stored in this process. */
export const waitingNow = (): number => [...state().queues].reduce((sum, waiting) => sum + waiting(), 0);

const larger = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.max(one, other);

/** Notes how the process is now, and how much waits. */
export function sample(now: Omit<Samples, "waiting">, at = new Date()): void {
  const open = minuteOf(at);
  open.waiting = Math.max(open.waiting, waitingNow());
  for (const name of ["database_ms", "memory_bytes", "event_loop_delay_ms"] as const)
    open[name] = larger(open[name], now[name]);
}

/** The minutes that are over by `now`, oldest first; they stay until `forgetMinute`. */
export function measuredMinutes(now: Date): MeasuredMinute[] {
  const { minutes, process_id, started_at } = state();
  const over = [...minutes.keys()].filter((start) => start + minuteMs <= now.getTime()).sort((a, b) => a - b);
  return over.map((start) => {
    const { durations, counts, ...rest } = minutes.get(start)!;
    return {
      ...rest,
      process_id,
      started_at,
      at: new Date(start),
      durations: [...durations.values()],
      counts: [...counts.values()],
    };
  });
}

/** Forgets a minute that is stored. */
export const forgetMinute = (at: Date): void => void state().minutes.delete(at.getTime());
