import type {
  aiCoachMetrics,
  dailyActivity,
  dailySummary,
  gamificationStats,
  hourlySummary,
  learningSessions,
} from "@/lib/db/tables/learning";
import { withDay } from "@/lib/measure/day-set";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { noRanges, type Ranges } from "@/lib/measure/ranges";
import type { Day } from "@/lib/platform/time";
import { activeMs, levelOf, streaksOf, withEvent, withStretch } from "./activity";
import { isActivity } from "./events";
import { medianResponseMs, withResponse } from "./responses";

/*
 * What an event adds to each roll-up. Every row is a sum, a set, a first or a last, so that neither the order of events nor how they were batched
 * matters, and the same function that counts a new event rebuilds the roll-ups from all of them.
 */

/** An event as it is stored, with its properties by its type. */
export type LearningEvent = {
  actor: string;
  id: string;
  school_id: string;
  event_type: string;
  properties: Record<string, unknown>;
  occurred_at: Date;
  received_at: Date;
  /** The day of the school's zone on which it occurred. */
  day: Day;
};

/** Multiranges as sets. */
type Row<Table extends { $inferSelect: object }, Sets extends string = never> = Omit<
  Table["$inferSelect"],
  Sets
> &
  Record<Sets, Ranges>;
export type SessionRow = Row<typeof learningSessions, "active">;
export type DayRow = Row<typeof dailyActivity, "active">;
export type StatsRow = Row<typeof gamificationStats, "active_days">;
export type AiRow = typeof aiCoachMetrics.$inferSelect;
export type SummaryRow = typeof dailySummary.$inferSelect;
export type HourRow = typeof hourlySummary.$inferSelect;

/** The roll-ups' rows of some actors, each under its key. */
export type LearningRows = {
  sessions: Map<string, SessionRow>;
  days: Map<string, DayRow>;
  stats: Map<string, StatsRow>;
  ai: Map<string, AiRow>;
};

export const noRows = (): LearningRows => ({
  sessions: new Map(),
  days: new Map(),
  stats: new Map(),
  ai: new Map(),
});

/** The rows as they are now: `addEvent` replaces rows, and changes none. */
export const copyOf = ({ sessions, days, stats, ai }: LearningRows): LearningRows => ({
  sessions: new Map(sessions),
  days: new Map(days),
  stats: new Map(stats),
  ai: new Map(ai),
});

/** The rows that `addEvent` has replaced or made since. */
export function changedRows(before: LearningRows, after: LearningRows): LearningRows {
  const changed = <Row>(old: Map<string, Row>, now: Map<string, Row>) =>
    new Map([...now].filter(([key, row]) => old.get(key) !== row));
  return {
    sessions: changed(before.sessions, after.sessions),
    days: changed(before.days, after.days),
    stats: changed(before.stats, after.stats),
    ai: changed(before.ai, after.ai),
  };
}

export const dayKey = ({ actor, day }: Pick<DayRow, "actor" | "day">): string => `${actor} ${day}`;
export const sessionKey = ({ actor, id }: Pick<SessionRow, "actor" | "id">): string => `${actor} ${id}`;

/** So many materials of a session are counted: who invents more makes no row larger. */
export const materialsMax = 500;

/** The learning session that an event names. */
export const sessionOf = ({ properties }: Pick<LearningEvent, "properties">): string | null =>
  typeof properties.session_id === "string" ? properties.session_id : null;

const xpOf = ({ event_type, properties }: LearningEvent): number =>
  event_type === "xp_earned" ? Number(properties.amount) : 0;

/** When what an event tells of began: a practice is over when it is saved. */
const beganAt = ({ event_type, occurred_at, properties }: LearningEvent): Date =>
  event_type === "practice_complete"
    ? new Date(occurred_at.getTime() - Number(properties.duration_seconds) * 1000)
    : occurred_at;

/** Adds an event to its actor's rows. */
export function addEvent(rows: LearningRows, event: LearningEvent): void {
  const { actor, school_id, day } = event;
  const key = dayKey(event);
  rows.stats.set(actor, statsWith(rows.stats.get(actor) ?? newStats(actor, school_id), event));
  const session = sessionOf(event);
  if (session !== null) {
    const ofSession = sessionKey({ actor, id: session });
    rows.sessions.set(
      ofSession,
      sessionWith(rows.sessions.get(ofSession) ?? newSession(event, session), event),
    );
  }
  if (isActivity(event.event_type) || xpOf(event) > 0)
    rows.days.set(key, dayWith(rows.days.get(key) ?? newDay(actor, school_id, day), event));
  if (event.event_type.startsWith("ai_"))
    rows.ai.set(key, aiWith(rows.ai.get(key) ?? newAi(actor, school_id, day), event));
}

const newStats = (actor: string, school_id: string): StatsRow => ({
  actor,
  school_id,
  xp: 0,
  level: 1,
  active_days: noRanges,
  last_active_day: null,
  streak_days: 0,
  longest_streak_days: 0,
  materials_completed: 0,
});

/** The same row where the event changes nothing of it, as most events of a day do. */
function statsWith(stats: StatsRow, event: LearningEvent): StatsRow {
  const earned = xpOf(event);
  const active_days = isActivity(event.event_type)
    ? withDay(stats.active_days, event.day)
    : stats.active_days;
  const completed = Number(event.event_type === "material_complete");
  if (earned + completed === 0 && active_days === stats.active_days) return stats;
  const xp = stats.xp + earned;
  const materials_completed = stats.materials_completed + completed;
  const streaks = active_days === stats.active_days ? {} : streaksOf(active_days);
  return { ...stats, xp, level: levelOf(xp), active_days, materials_completed, ...streaks };
}

const newSession = ({ actor, school_id, occurred_at }: LearningEvent, id: string): SessionRow => ({
  actor,
  id,
  school_id,
  started_at: occurred_at,
  last_event_at: occurred_at,
  ended_at: null,
  active: noRanges,
  duration_ms: 0,
  events: 0,
  material_ids: [],
  materials: 0,
  xp: 0,
});

function sessionWith(session: SessionRow, event: LearningEvent): SessionRow {
  const { occurred_at, event_type, properties } = event;
  const active = withEvent(session.active, occurred_at);
  const material_ids = withMaterial(session.material_ids, properties.material_id);
  return {
    ...session,
    started_at: earlier(session.started_at, occurred_at),
    last_event_at: later(session.last_event_at, occurred_at),
    ended_at:
      event_type === "session_end" ? later(session.ended_at ?? occurred_at, occurred_at) : session.ended_at,
    active,
    duration_ms: activeMs(active),
    events: session.events + 1,
    material_ids,
    materials: material_ids.length,
    xp: session.xp + xpOf(event),
  };
}

/** The first so many of all materials in the order of their ids: which are kept does not depend on which came first. */
function withMaterial(ids: string[], id: unknown): string[] {
  if (typeof id !== "string" || ids.includes(id)) return ids;
  return [...ids, id].sort().slice(0, materialsMax);
}

const earlier = (a: Date, b: Date): Date => (a <= b ? a : b);
const later = (a: Date, b: Date): Date => (a >= b ? a : b);

const newDay = (actor: string, school_id: string, day: Day): DayRow => ({
  actor,
  day,
  school_id,
  events: 0,
  active: noRanges,
  active_ms: 0,
  xp: 0,
});

function dayWith(row: DayRow, event: LearningEvent): DayRow {
  const xp = row.xp + xpOf(event);
  if (!isActivity(event.event_type)) return { ...row, xp };
  const active = withStretch(row.active, beganAt(event), event.occurred_at);
  return { ...row, xp, events: row.events + 1, active, active_ms: activeMs(active) };
}

const newAi = (actor: string, school_id: string, day: Day): AiRow => ({
  actor,
  day,
  school_id,
  sent: 0,
  received: 0,
  responses: {},
  median_response_ms: null,
  ratings: 0,
  rating_sum: 0,
});

function aiWith(row: AiRow, { event_type, properties }: LearningEvent): AiRow {
  switch (event_type) {
    case "ai_message_sent":
      return { ...row, sent: row.sent + 1 };
    case "ai_message_received": {
      const { response_time_ms: ms } = properties;
      const responses = typeof ms === "number" ? withResponse(row.responses, ms) : row.responses;
      return {
        ...row,
        received: row.received + 1,
        responses,
        median_response_ms: medianResponseMs(responses),
      };
    }
    default:
      return { ...row, ratings: row.ratings + 1, rating_sum: row.rating_sum + Number(properties.rating) };
  }
}

/* ---- Days and hours of a school: the roll-ups that are not an actor's own ---- */

/** What actors' days that changed add to those of their schools, in the order of the keys; a row that is in one of the two only counts whole. */
export function summariesOf(
  before: ReadonlyMap<string, DayRow>,
  after: ReadonlyMap<string, DayRow>,
): SummaryRow[] {
  const sums = new Map<string, SummaryRow>();
  const add = ({ school_id, day, events, active_ms, xp }: DayRow, sign: 1 | -1) => {
    const key = `${school_id} ${day}`;
    const sum = sums.get(key) ?? { school_id, day, events: 0, active_ms: 0, xp: 0 };
    sums.set(key, {
      ...{ school_id, day, events: sum.events + sign * events },
      ...{ active_ms: sum.active_ms + sign * active_ms, xp: sum.xp + sign * xp },
    });
  };
  for (const [key, row] of before) if (after.get(key) !== row) add(row, -1);
  for (const [key, row] of after) if (before.get(key) !== row) add(row, 1);
  return [...sums]
    .filter(([, { events, active_ms, xp }]) => events !== 0 || active_ms !== 0 || xp !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => row);
}

const hourMs = 3_600_000;
/** The hours from 1970 to the instant's own. */
const hourNumber = (at: Date): number => Math.floor(at.getTime() / hourMs);
export const hourOf = (at: Date): Date => new Date(hourNumber(at) * hourMs);

/** An actor's events of one type in one hour. */
export const actorHourKey = ({
  actor,
  event_type,
  occurred_at,
}: Pick<LearningEvent, "actor" | "event_type" | "occurred_at">) =>
  `${actor} ${event_type} ${hourNumber(occurred_at)}`;

/** What these events add to their hours; `before` has the actors' hours of types that had events before. */
export function hoursOf(events: readonly LearningEvent[], before: ReadonlySet<string>): HourRow[] {
  const hours = new Map<string, HourRow>();
  const seen = new Set(before);
  for (const event of events) {
    const { school_id, event_type, occurred_at } = event;
    // Until 2084 all hours have as many digits, so that the keys' order is that of the hours.
    const key = `${school_id} ${hourNumber(occurred_at)} ${event_type}`;
    const row = getOrInsert(hours, key, () => ({
      ...{ school_id, hour: hourOf(occurred_at), event_type, events: 0, actors: 0 },
    }));
    row.events += 1;
    const ofActor = actorHourKey(event);
    if (!seen.has(ofActor)) row.actors += 1;
    seen.add(ofActor);
  }
  return [...hours].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, row]) => row);
}
