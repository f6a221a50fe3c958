import { getOrInsert } from "@/lib/measure/get-or-insert";
import { union } from "@/lib/measure/ranges";
import { activeMs, levelOf, streaksOf } from "./activity";
import { medianResponseMs } from "./responses";
import {
  type AiRow,
  copyOf,
  type DayRow,
  dayKey,
  type LearningRows,
  materialsMax,
  type SessionRow,
  type StatsRow,
  sessionKey,
} from "./roll-ups";

/* Two actors' rows as those of one: what `addEvent` makes of both actors' events. */

const added = <Row>(
  into: Map<string, Row>,
  key: string,
  row: Row,
  sum: (one: Row, other: Row) => Row,
): void => {
  const before = into.get(key);
  into.set(key, before === undefined ? row : sum(before, row));
};

/** The rows of `into` with those of another actor, as this actor's. */
export function mergedRows(into: LearningRows, from: LearningRows, actor: string): LearningRows {
  const rows = copyOf(into);
  for (const row of from.sessions.values()) {
    const own = { ...row, actor };
    added(rows.sessions, sessionKey(own), own, sessionOf);
  }
  for (const row of from.days.values()) {
    const own = { ...row, actor };
    added(rows.days, dayKey(own), own, dayOf);
  }
  for (const row of from.stats.values()) added(rows.stats, actor, { ...row, actor }, statsOf);
  for (const row of from.ai.values()) {
    const own = { ...row, actor };
    added(rows.ai, dayKey(own), own, aiOf);
  }
  return rows;
}

const latest = (one: Date | null, other: Date | null): Date | null =>
  one === null || (other !== null && other > one) ? other : one;

function sessionOf(one: SessionRow, other: SessionRow): SessionRow {
  const active = union(one.active, other.active);
  const material_ids = [...new Set([...one.material_ids, ...other.material_ids])]
    .sort()
    .slice(0, materialsMax);
  return {
    ...one,
    started_at: one.started_at <= other.started_at ? one.started_at : other.started_at,
    last_event_at: latest(one.last_event_at, other.last_event_at)!,
    ended_at: latest(one.ended_at, other.ended_at),
    ...{ active, duration_ms: activeMs(active), events: one.events + other.events },
    ...{ material_ids, materials: material_ids.length, xp: one.xp + other.xp },
  };
}

function dayOf(one: DayRow, other: DayRow): DayRow {
  const active = union(one.active, other.active);
  const sums = { events: one.events + other.events, xp: one.xp + other.xp };
  // A day of XP alone has no stretch.
  return { ...one, ...sums, active, active_ms: active.length === 0 ? 0 : activeMs(active) };
}

function statsOf(one: StatsRow, other: StatsRow): StatsRow {
  const [xp, active_days] = [one.xp + other.xp, union(one.active_days, other.active_days)];
  const materials_completed = one.materials_completed + other.materials_completed;
  return { ...one, xp, level: levelOf(xp), active_days, materials_completed, ...streaksOf(active_days) };
}

function aiOf(one: AiRow, other: AiRow): AiRow {
  const counts = new Map(Object.entries(one.responses));
  for (const [tenths, times] of Object.entries(other.responses))
    counts.set(tenths, getOrInsert(counts, tenths, () => 0) + times);
  const responses = Object.fromEntries(counts);
  return {
    ...one,
    ...{ sent: one.sent + other.sent, received: one.received + other.received },
    ...{ responses, median_response_ms: medianResponseMs(responses) },
    ...{ ratings: one.ratings + other.ratings, rating_sum: one.rating_sum + other.rating_sum },
  };
}
