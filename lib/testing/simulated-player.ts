import fc from "fast-check";

/*
 * A player of the older contract: every 15 seconds it reports its position and how much it has played, and no ranges. It plays, seeks, pauses and
 * changes its speed; what it really played is known.
 */

export const length = 600;
const everySeconds = 15;
/** Small enough that a beacon falls where the player is, and exact in binary. */
const step = 0.125;

type Action =
  | { do: "play"; seconds: number; speed: number }
  | { do: "pause"; seconds: number }
  | { do: "seek"; to: number };

/** One interval between two beacons: what was played in it, and whether the viewer sought. */
type Interval = { played: [number, number][]; sought: boolean };
type Reported = { at_seconds: number; position_seconds: number; watch_time_seconds: number };
export type Simulation = { beacons: Reported[]; intervals: Interval[] };

export const actions: fc.Arbitrary<Action[]> = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant("play" as const),
        seconds: fc.integer({ min: 1, max: 90 }),
        speed: fc.constantFrom(0.5, 1, 1.5, 2),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant("pause" as const), seconds: fc.integer({ min: 1, max: 60 }) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant("seek" as const), to: fc.integer({ min: 0, max: length - 1 }) }),
    },
  ),
  { minLength: 1, maxLength: 12 },
);

/** What the player reports while it does this, with a last beacon when it is closed. */
export function simulate(list: readonly Action[]): Simulation {
  const [beacons, intervals]: [Reported[], Interval[]] = [[], []];
  let [wall, position, watched] = [0, 0, 0];
  let interval: Interval = { played: [], sought: false };
  const report = () => {
    beacons.push({ at_seconds: wall, position_seconds: position, watch_time_seconds: watched });
    intervals.push(interval);
    interval = { played: [], sought: false };
  };
  const pass = (seconds: number, speed: number) => {
    for (let left = seconds; left > 0; left -= step) {
      const from = position;
      position = Math.min(length, position + step * speed);
      if (position > from) interval.played.push([from, position]);
      watched += position - from;
      wall += step;
      if (wall % everySeconds === 0) report();
    }
  };
  for (const action of list) {
    if (action.do === "seek") {
      interval.sought ||= action.to !== position;
      position = action.to;
    } else pass(action.seconds, action.do === "play" ? action.speed : 0);
  }
  report();
  return { beacons, intervals };
}

/** The amount of each second that lies in these ranges, or of each part of one where a second has several. */
function amountsOf(played: readonly [number, number][], perSecond: number): [part: number, amount: number][] {
  const amounts = new Map<number, number>();
  for (const [start, end] of played) {
    const [from, to] = [start * perSecond, end * perSecond];
    for (let part = Math.floor(from); part < to; part++)
      amounts.set(part, (amounts.get(part) ?? 0) + Math.min(to, part + 1) - Math.max(from, part));
  }
  return [...amounts];
}

export const secondsTouched = (played: readonly [number, number][]): Set<number> =>
  new Set(amountsOf(played, 1).map(([second]) => second));

/** The tenths of a second that these ranges cover whole. */
export const wholeTenths = (played: readonly [number, number][]): number[] =>
  amountsOf(played, 10)
    .filter(([, amount]) => amount > 1 - 1e-9)
    .map(([tenth]) => tenth);
