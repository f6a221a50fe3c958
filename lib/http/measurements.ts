import { randomUUID } from "node:crypto";
import type { CountKind, Measure } from "@/lib/db/tables/system";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { bucketOf } from "@/lib/measure/histogram";
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

/** Cells by what they are of, their school and their name: to look three short texts up costs less than to put them together. */
type Cells<Cell> = { size: number; by: Map<string, Map<string | null, Map<string, Cell>>> };

type Open = {
  durations: Cells<MeasuredDuration>;
  counts: Cells<MeasuredCount & { last_ms: number }>;
  people: People;
} & Samples;

const state = () =>
  processSingleton("measurements", () => ({
    process_id: randomUUID() as string,
    started_at: new Date(),
    minutes: new Map<number, Open>(),
    /** The minute that goes on, which nearly everything is measured in. */
    current: null as { start: number; open: Open } | null,
    /** Asked for how much waits. */
    queues: new Set<() => number>(),
  }));

/** The minute of an instant, in milliseconds. */
function minuteOf(ms: number): Open {
  const now = state();
  if (now.current && ms >= now.current.start && ms < now.current.start + minuteMs) return now.current.open;
  const start = Math.floor(ms / minuteMs) * minuteMs;
  const open = now.minutes.get(start) ?? {
    durations: { size: 0, by: new Map() },
    counts: { size: 0, by: new Map() },
    people: new Map(),
    database_ms: null,
    memory_bytes: null,
    event_loop_delay_ms: null,
    waiting: 0,
  };
  now.minutes.set(start, open);
  now.current = { start, open };
  // Nothing stores them while the database is away, and in a process without jobs.
  const [oldest] = now.minutes.keys();
  if (now.minutes.size > minutesMax && oldest !== undefined) now.minutes.delete(oldest);
  return open;
}

/** The cell of these three, made on first use. */
function cellOf<Cell>(
  cells: Cells<Cell>,
  what: string,
  name: string,
  schoolId: string | null,
  make: (what: string, name: string, schoolId: string | null) => Cell,
): Cell {
  const cell = cells.by.get(what)?.get(schoolId)?.get(name);
  if (cell) return cell;
  if (schoolId !== null && cells.size >= cellsMax) return cellOf(cells, what, name, null, make);
  const ofSchool = getOrInsert(cells.by, what, () => new Map<string | null, Map<string, Cell>>());
  const made = make(what, name, schoolId);
  getOrInsert(ofSchool, schoolId, () => new Map<string, Cell>()).set(name, made);
  cells.size++;
  return made;
}

const cellsIn = <Cell>({ by }: Cells<Cell>): Cell[] =>
  [...by.values()].flatMap((ofSchool) => [...ofSchool.values()].flatMap((named) => [...named.values()]));

const newDuration = (what: string, name: string, school_id: string | null): MeasuredDuration => ({
  ...{ measure: what as Measure, name, school_id, count: 0, failed: 0 },
  histogram: new Map(),
});

/** Measures something that took so long and ended now, so many times. */
export function measure(
  what: Measure,
  name: string,
  ms: number,
  school_id: string | null = null,
  { failed = false, times = 1 }: { failed?: boolean; times?: number } = {},
): void {
  const cell = cellOf(minuteOf(Date.now()).durations, what, name, school_id, newDuration);
  cell.count += times;
  if (failed) cell.failed += times;
  const bucket = bucketOf(ms);
  cell.histogram.set(bucket, (cell.histogram.get(bucket) ?? 0) + times);
}

const newCount = (what: string, name: string, school_id: string | null) => ({
  ...{ kind: what as CountKind, name, school_id, count: 0 },
  ...{ last_ms: 0, last_at: new Date(0), last_request_id: null as string | null },
});

/** Counts something, so many times; `request_id`: whose log lines say more of it. */
export function count(
  kind: CountKind,
  name: string,
  school_id: string | null = null,
  request_id: string | null = null,
  times = 1,
): void {
  const now = Date.now();
  const cell = cellOf(minuteOf(now).counts, kind, name, school_id, newCount);
  cell.count += times;
  cell.last_ms = now;
  if (request_id !== null) cell.last_request_id = request_id;
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
  measure("request", route, ended.ms, school_id, { failed });
  if (user_id !== null) countPerson(school_id, user_id);
  if (status !== null && status < 400) return;
  const isCode = code !== null && errorCodes[code as ErrorCode] === status;
  const reason = status === null ? left : isCode ? code : (codeOfStatus.get(status) ?? "other");
  count("error", reason, school_id, failed ? request_id : null);
}

/** Counts somebody who is signed in. */
function countPerson(schoolId: string | null, userId: string): void {
  const { people } = minuteOf(Date.now());
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
export function sample(now: Omit<Samples, "waiting">): void {
  const open = minuteOf(Date.now());
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
      durations: cellsIn(durations),
      counts: cellsIn(counts).map(({ last_ms, ...cell }) => ({ ...cell, last_at: new Date(last_ms) })),
    };
  });
}

/** Forgets a minute that is stored. */
export function forgetMinute(at: Date): void {
  const now = state();
  now.minutes.delete(at.getTime());
  if (now.current?.start === at.getTime()) now.current = null;
}
