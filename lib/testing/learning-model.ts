import type { LearningEvent } from "@/lib/domain/learning/roll-ups";

/*
 * What the roll-ups of learning events must be, by their definitions and without the code under test: from all events at once, sorted, with
 * arrays and loops, and the calendar of `Intl`.
 */

const halfHour = 30 * 60_000;

/** The calendar day, by the runtime's own calendar. */
export function localDay(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(at);
}

const isAward = (type: string) =>
  ["xp_earned", "level_up", "achievement_earned", "streak_update"].includes(type);
const isSystem = (type: string) => ["api_request", "api_error", "search_query"].includes(type);
const isLearning = ({ event_type: type }: LearningEvent) => !isAward(type) && !isSystem(type);

function groups<Of>(items: readonly Of[], key: (item: Of) => string | null): [string, Of[]][] {
  const found = new Map<string, Of[]>();
  for (const item of items) {
    const name = key(item);
    if (name === null) continue;
    found.set(name, [...(found.get(name) ?? []), item]);
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The time that practices took, and between neighbours that are at most half an hour apart. */
function activeMs(events: readonly LearningEvent[]): number {
  const stretches = events
    .map(({ event_type, occurred_at, properties }) => {
      const took = event_type === "practice_complete" ? (properties.duration_seconds as number) * 1000 : 0;
      return [occurred_at.getTime() - took, occurred_at.getTime()] as const;
    })
    .sort(([a], [b]) => a - b);
  let [sum, end] = [0, Number.NEGATIVE_INFINITY];
  for (const [from, to] of stretches) {
    sum += from - end <= halfHour ? Math.max(0, to - end) : to - from;
    end = Math.max(end, to);
  }
  return sum;
}

const xpOf = (events: readonly LearningEvent[]): number =>
  events
    .filter(({ event_type }) => event_type === "xp_earned")
    .reduce((sum, { properties }) => sum + (properties.amount as number), 0);

const first = (events: readonly LearningEvent[]) =>
  new Date(Math.min(...events.map(({ occurred_at }) => occurred_at.getTime())));
const last = (events: readonly LearningEvent[]) =>
  new Date(Math.max(...events.map(({ occurred_at }) => occurred_at.getTime())));

function level(xp: number): number {
  let [reached, left] = [1, xp];
  // The step from a level to the next costs a hundred times the level.
  for (; left >= reached * 100; reached++) left -= reached * 100;
  return reached;
}

function streaks(days: readonly string[]) {
  const numbers = [...new Set(days)].map((day) => Date.parse(day) / 86_400_000).sort((a, b) => a - b);
  let [run, longest] = [0, 0];
  for (const [i, number] of numbers.entries()) {
    run = i > 0 && number === numbers[i - 1]! + 1 ? run + 1 : 1;
    longest = Math.max(longest, run);
  }
  return { last_active_day: [...days].sort().at(-1) ?? null, streak_days: run, longest_streak_days: longest };
}

function median(values: number[]): number | null {
  const sorted = values.map((ms) => Math.round(ms / 100) * 100).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const middle = sorted.length / 2;
  return sorted.length % 2 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The roll-ups of these events, each sorted by its key. */
export function learningModel(events: readonly LearningEvent[], timeZone: string) {
  const onDay = ({ occurred_at }: LearningEvent) => localDay(occurred_at, timeZone);
  const counting = (event: LearningEvent) => isLearning(event) || event.event_type === "xp_earned";
  const ofType = (among: readonly LearningEvent[], type: string) =>
    among.filter(({ event_type }) => event_type === type);
  return {
    sessions: groups(events, ({ actor, properties }) =>
      properties.session_id ? `${actor} ${properties.session_id}` : null,
    ).map(([key, among]) => {
      const ends = ofType(among, "session_end");
      return {
        key,
        started_at: first(among),
        last_event_at: last(among),
        ended_at: ends.length ? last(ends) : null,
        duration_ms: activeMs(among),
        events: among.length,
        materials: new Set(among.flatMap(({ properties }) => properties.material_id ?? [])).size,
        xp: xpOf(among),
      };
    }),
    days: groups(events.filter(counting), (event) => `${event.actor} ${onDay(event)}`).map(([key, among]) => {
      const own = among.filter(isLearning);
      return { key, events: own.length, active_ms: activeMs(own), xp: xpOf(among) };
    }),
    summary: groups(events.filter(counting), onDay).map(([key, among]) => {
      const own = among.filter(isLearning);
      const ofActors = groups(own, ({ actor }) => actor).map(([, theirs]) => activeMs(theirs));
      return {
        ...{ key, events: own.length, xp: xpOf(among) },
        active_ms: ofActors.reduce((sum, ms) => sum + ms, 0),
      };
    }),
    stats: groups(events, ({ actor }) => actor).map(([key, among]) => ({
      key,
      xp: xpOf(among),
      level: level(xpOf(among)),
      ...streaks(among.filter(isLearning).map(onDay)),
      materials_completed: ofType(among, "material_complete").length,
    })),
    ai: groups(
      events.filter(({ event_type }) => event_type.startsWith("ai_")),
      (event) => `${event.actor} ${onDay(event)}`,
    ).map(([key, among]) => {
      const ratings = ofType(among, "ai_feedback_rated").map(({ properties }) => properties.rating as number);
      return {
        key,
        sent: ofType(among, "ai_message_sent").length,
        received: ofType(among, "ai_message_received").length,
        median_response_ms: median(
          ofType(among, "ai_message_received").flatMap(
            ({ properties }) => (properties.response_time_ms as number | undefined) ?? [],
          ),
        ),
        ratings: ratings.length,
        rating_sum: ratings.reduce((sum, rating) => sum + rating, 0),
      };
    }),
    hours: groups(
      events,
      ({ occurred_at, event_type }) => `${occurred_at.toISOString().slice(0, 13)} ${event_type}`,
    ).map(([key, among]) => ({
      key,
      events: among.length,
      actors: new Set(among.map(({ actor }) => actor)).size,
    })),
  };
}
