import fc from "fast-check";
import type { LearningEvent } from "@/lib/domain/learning/roll-ups";
import { newId } from "@/lib/platform/ids";
import { testDatabase } from "./database";
import { localDay } from "./learning-model";

/* Random learning events. */

const { sql } = testDatabase();

/** Around the ends of days and months, and of daylight saving in Lisbon (25 October, 01:00 UTC). */
const around = [
  "2026-10-24T23:00Z",
  "2026-10-25T01:00Z",
  "2026-10-31T18:15Z",
  "2026-11-01T00:00Z",
  "2026-11-01T18:15Z",
];
const minute = 60_000;

const kinds = fc.constantFrom(
  "session_start",
  "session_end",
  "material_view",
  "material_complete",
  "practice_complete",
  "xp_earned",
  "level_up",
  "ai_message_sent",
  "ai_message_received",
  "ai_feedback_rated",
  "search_query",
);
export const drawn = fc.record({
  actor: fc.nat(3),
  session: fc.option(fc.nat(2), { nil: null }),
  event_type: kinds,
  around: fc.constantFrom(...around),
  // Whole minutes, so that gaps of exactly half an hour occur.
  offset: fc.oneof(
    fc.integer({ min: -180, max: 180 }).map((n) => n * minute),
    fc.integer({ min: -600_000, max: 600_000 }),
  ),
  material: fc.nat(4),
  amount: fc.integer({ min: 1, max: 400 }),
});

function propertiesOf(
  given: { event_type: string; material: number; amount: number },
  session_id: string | null,
) {
  const named = session_id === null ? {} : { session_id };
  switch (given.event_type) {
    case "material_view":
    case "material_complete":
      return { ...named, material_id: `m-${given.material}` };
    case "practice_complete":
      return { duration_seconds: given.amount * 20 };
    case "xp_earned":
      return { ...named, amount: given.amount };
    case "ai_message_received":
      return given.material === 0 ? named : { ...named, response_time_ms: given.amount * 37 };
    case "ai_feedback_rated":
      return { ...named, rating: given.material + 1 };
    case "search_query":
      return { query: "residuals" };
    default:
      return named;
  }
}

/** The stored roll-ups of a school, as the model writes them. */
export async function storedRollUps(school_id: string) {
  const rows = async (columns: string, from: string) => {
    const found = await sql.unsafe(`select ${columns} from ${from} where school_id = $1`, [school_id]);
    const inNumbers = found.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [
          name,
          /^(xp|\w+_ms)$/.test(name) && value !== null ? Number(value) : value,
        ]),
      ),
    );
    return inNumbers.sort((a, b) => (String(a.key) < String(b.key) ? -1 : 1));
  };
  return {
    sessions: await rows(
      "actor || ' ' || id as key, started_at, last_event_at, ended_at, duration_ms, events, materials, xp",
      "learning_sessions",
    ),
    days: await rows("actor || ' ' || day as key, events, active_ms, xp", "daily_activity"),
    summary: await rows("day::text as key, events::int as events, active_ms, xp", "daily_summary"),
    stats: await rows(
      "actor::text as key, xp, level, last_active_day::text as last_active_day, streak_days, longest_streak_days, materials_completed",
      "gamification_stats",
    ),
    ai: await rows(
      "actor || ' ' || day as key, sent, received, median_response_ms, ratings, rating_sum",
      "ai_coach_metrics",
    ),
    hours: await rows(
      `to_char(hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24') || ' ' || event_type as key, events, actors`,
      "hourly_summary",
    ),
  };
}

/** Events as they were drawn, of a school's four actors in three sessions. */
export function eventsOf(
  given: readonly (typeof drawn extends fc.Arbitrary<infer One> ? One : never)[],
  { school_id, time_zone }: { school_id: string; time_zone: string },
  actors: readonly string[],
  sessions: readonly string[],
): LearningEvent[] {
  return given.map((one) => {
    const occurred_at = new Date(Date.parse(one.around) + one.offset);
    return {
      actor: actors[one.actor]!,
      id: newId(),
      school_id,
      event_type: one.event_type,
      properties: propertiesOf(
        one,
        one.session === null || one.event_type === "search_query" ? null : sessions[one.session]!,
      ),
      occurred_at,
      received_at: new Date("2026-11-02T00:00:00Z"),
      day: localDay(occurred_at, time_zone),
    };
  });
}
