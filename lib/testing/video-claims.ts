import { isBeyond, medianOf, says, tail } from "./claims";

/*
 * Random videos, and a checker of the sentences about them: what is claimed is counted again from the single playbacks, second by second, by
 * other means than the rules use.
 */

export type Playback = {
  viewer: number;
  /** What was played, in order; whole seconds. */
  ranges: [from: number, to: number][];
  position: number;
  /** From 0, the first day. */
  day: number;
  device: string;
  referrer: string | null;
};
export type Watched = { length: number; playbacks: Playback[] };

/** The first day, a Monday. */
export const firstDay = Date.UTC(2026, 9, 5);
export const dayMs = 86_400_000;
/** The share of a video that completes it. */
const completing = 0.9;

export function makeWatched(random: () => number): Watched {
  const whole = (from: number, to: number) => from + Math.floor(random() * (to - from + 1));
  const length = whole(6, 45) * 10;
  const people = [1, 3, 4, 5, 6, 9, 12, 30, 60][whole(0, 8)]!;
  // Many stop or replay at one place, or skip one; some videos are watched by a single person again and again.
  const [exit, replayed, skipped] = [0, 1, 2].map(() => whole(0, length - 20)) as [number, number, number];
  const [exits, replays, skips, stays] = [random(), random() * 0.7, random() * 0.6, random()];
  const [launch, habit, phones] = [
    random() < 0.4 ? random() : 0,
    random() < 0.4 ? whole(0, 6) : -1,
    random(),
  ];
  const keen = random() < 0.3 ? whole(8, 30) : 1;
  const playbacks = Array.from({ length: people }, (_, viewer) =>
    Array.from({ length: viewer === 0 ? keen : whole(1, 2) }, (): Playback => {
      const begun = random() < 0.15 ? whole(0, length - 10) : 0;
      const end = random() < exits * 0.5 ? exit + whole(1, 12) : random() < stays ? length : whole(1, length);
      const to = Math.min(length, Math.max(begun + 1, end));
      const leapt = random() < skips && to > skipped + 20 && begun < skipped;
      const ranges: [number, number][] = leapt
        ? [
            [begun, skipped + whole(0, 2)],
            [skipped + 20 - whole(0, 2), to],
          ]
        : [[begun, to]];
      const again = to > replayed + 12 ? (viewer === 0 ? keen : Number(random() < replays)) : 0;
      for (let time = 0; time < again; time++) ranges.push([replayed, replayed + 12]);
      return {
        viewer,
        ranges,
        // Some look at the opening again and stop there.
        position: random() < 0.03 ? whole(0, 20) : to,
        day: random() < launch ? 2 : habit >= 0 && random() < 0.5 ? whole(0, 7) * 7 + habit : whole(0, 60),
        device: random() < phones ? "mobile" : "desktop",
        referrer: random() < 0.6 ? "campus.example" : null,
      };
    }),
  ).flat();
  return { length, playbacks };
}

export const playsOf = ({ ranges }: Playback, second: number) =>
  ranges.filter(([from, to]) => from <= second && second < to).length;
const covers = (playback: Playback, second: number) => playsOf(playback, second) > 0;
const seconds = (length: number) => Array.from({ length }, (_, second) => second);
export function coveredShare(length: number, playbacks: readonly Playback[]): number {
  const covered = new Set<number>();
  for (const [from, to] of playbacks.flatMap(({ ranges }) => ranges))
    for (let second = from; second < to; second++) covered.add(second);
  return covered.size / length;
}
export const peopleOf = (playbacks: readonly Playback[]) =>
  new Set(playbacks.map(({ viewer }) => viewer)).size;
const byPerson = ({ playbacks }: Watched) =>
  [...new Set(playbacks.map(({ viewer }) => viewer))].map((viewer) =>
    playbacks.filter((one) => one.viewer === viewer),
  );
export const completersOf = (watched: Watched) =>
  byPerson(watched).filter((own) => coveredShare(watched.length, own) >= completing).length;
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
/** What a view plays of the video on average. */
export const averageWatched = (watched: Watched) =>
  mean(watched.playbacks.map((one) => coveredShare(watched.length, [one])));

const secondsIn = (clock: string) => clock.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const weekdayOf = (day: number) => weekdays[new Date(firstDay + day * dayMs).getUTCDay()];

/** Whether a difference from the others is beyond them, and would not vanish with other people. */
const isFarFrom = (own: number, people: number, others: number[], more: boolean) =>
  people >= 10 &&
  isBeyond(own, others, more) &&
  tail(Math.round(own * people), people, medianOf(others), more) < 0.06;

/** What a sentence claims and the playbacks do not bear. `similar`: the videos that it is compared with. */
export function videoOffences(sentence: string, watched: Watched, similar: Watched[]): string[] {
  const found: string[] = [];
  const { playbacks, length } = watched;
  const people = peopleOf(playbacks);
  const count = (test: (playback: Playback) => boolean) => playbacks.filter(test).length;
  const stopped = (from: number, to: number) => count(({ position }) => position >= from && position < to);
  const all = playbacks.length;
  const check = (pattern: RegExp, test: (match: string[]) => boolean) => {
    const match = pattern.exec(sentence);
    if (match && !(people >= 5 && test(match))) found.push(`${match[0]}: ${sentence}`);
  };
  const isMost = (part: number, of: number) => of >= 10 && tail(part, of, 0.5, true) < 0.05;
  const isDropOff = (words: string, from: string, to: string) => {
    const [a, b] = [secondsIn(from), secondsIn(to)];
    const [lost, there] = [stopped(a, b), stopped(a, Number.POSITIVE_INFINITY)];
    return lost >= 5 && lost > there * 0.2 && says(words, lost, there);
  };
  check(/([^.;]*?) stops? in the first half minute/, ([, words]) => says(words!, stopped(0, 30), all));
  // On the overview, for a drop-off in the opening.
  check(
    /^(.*?)(?: of the)? views of “.*”(?: that get to ([\d:]+))? stops? by ([\d:]+)/,
    ([, words, from, to]) => isDropOff(words!, from ?? "0:00", to!),
  );
  check(/get past the first half minute, (.*?) stay past the middle, ([\d:]+)/, ([, words, at]) =>
    says(words!, stopped(secondsIn(at!), Number.POSITIVE_INFINITY), stopped(30, Number.POSITIVE_INFINITY)),
  );
  check(
    /Between ([\d:]+) and ([\d:]+), (.*?)(?:(?: of the)? views that got there)? stops?\b/,
    ([, from, to, words]) => isDropOff(words!, from!, to!),
  );
  check(
    /([^;]*) stops? between ([\d:]+) and ([\d:]+)/,
    ([match, words, from, to]) =>
      /before the last tenth| views stop/.test(match!) || isDropOff(words!, from!, to!),
  );
  const replaying = (second: number) => peopleOf(playbacks.filter((one) => playsOf(one, second) > 1));
  const isReplayed = (second: number, times: number) =>
    replaying(second) >= 5 &&
    playbacks.reduce((sum, one) => sum + Math.max(0, playsOf(one, second) - 1), 0) === times;
  check(/([\d:]+) is replayed (\d+) times/, ([, at, times]) => isReplayed(secondsIn(at!), Number(times)));
  check(/(.*?)(?: of the)? plays at ([\d:]+) (?:are replays|is a replay)/, ([, words, at]) => {
    const second = secondsIn(at!);
    const plays = playbacks.reduce((sum, one) => sum + playsOf(one, second), 0);
    return says(words!, plays - count((one) => covers(one, second)), plays) && replaying(second) >= 5;
  });
  check(
    /([^;.]*?)(?: of the)? views that play what follows skips? ([\d:]+) to ([\d:]+)/,
    ([, words, from, to]) => {
      const reach = Math.max(60, Math.round(length / 10));
      const passage = seconds(length).slice(secondsIn(from!), secondsIn(to!));
      return seconds(Math.min(length, secondsIn(to!) + reach)).some((after) => {
        const later = playbacks.filter((one) => covers(one, after));
        return passage.some((second) => {
          const skipping = later.filter((one) => !covers(one, second)).length;
          // Of those who play what follows some may have been there before and some not: at least this many skip.
          return skipping >= 5 && after > second && says(words!, skipping, later.length);
        });
      });
    },
  );
  check(/A view plays (more|less) of it than of most similar videos/, ([, way]) =>
    isFarFrom(averageWatched(watched), people, similar.map(averageWatched), way === "more"),
  );
  check(/points (above|below) typical watched/, ([, way]) =>
    isFarFrom(averageWatched(watched), people, similar.map(averageWatched), way === "above"),
  );
  const completed = (one: Watched) => completersOf(one) / peopleOf(one.playbacks);
  check(/points (above|below) typical completed/, ([, way]) =>
    isFarFrom(completed(watched), people, similar.map(completed), way === "above"),
  );
  check(/Most who stop before the last tenth stop between ([\d:]+) and ([\d:]+)/, ([, from, to]) => {
    const [a, b] = [secondsIn(from!), secondsIn(to!)];
    return b <= length * 0.9 && isMost(stopped(a, b), stopped(0, Math.ceil((length * 0.9) / 10) * 10));
  });
  check(/^(.*?)(?: of the)? views stops? between ([\d:]+) and ([\d:]+)/, ([, words, from, to]) =>
    says(words!, stopped(secondsIn(from!), secondsIn(to!)), all),
  );
  check(/Most views stop in the last tenth/, () =>
    isMost(
      count(({ position }) => position >= length * 0.9),
      all,
    ),
  );
  const named: [RegExp, (playback: Playback) => boolean][] = [
    [/(Most|All) views are on a computer/, ({ device }) => device === "desktop"],
    [/(Most|All) views are on a phone/, ({ device }) => device === "mobile"],
    [/(Most|All) views come from campus.example/, ({ referrer }) => referrer !== null],
    [/(Most|All) views have no referrer/, ({ referrer }) => referrer === null],
  ];
  for (const [pattern, test] of named)
    check(pattern, ([, much]) => isMost(count(test), all) && (much === "Most" || count(test) === all));
  check(/^(.*) of the views came in the first week/, ([, words]) => {
    const first = Math.min(...playbacks.map(({ day }) => day));
    const early = count(({ day }) => day < first + 7);
    return isMost(early, all) && says(words!, early, all);
  });
  check(/^(\w+)s have the most views: (.*) of all/, ([, name, words]) => {
    const own = playbacks.filter(({ day }) => weekdayOf(day) === name);
    const perDay = new Map<number, number>();
    for (const { day } of own) perDay.set(day, (perDay.get(day) ?? 0) + 1);
    // A habit is one without its busiest day, too.
    const without = own.length - Math.max(...perDay.values());
    const others = weekdays.filter((other) => other !== name);
    const beaten = others.filter(
      (other) => count(({ day }) => weekdayOf(day) === other) >= without + perDay.size,
    );
    return perDay.size >= 2 && beaten.length === 0 && says(words!, own.length, all);
  });
  const ever = Number.POSITIVE_INFINITY;
  // Marks on the chart: `2:10: Left 24 %, 60 of 245 views by 2:20`.
  check(/^([\d:]+): Left .*, (\d+) of (\d+) views by ([\d:]+)/, ([, from, part, of, to]) => {
    const [a, b] = [secondsIn(from!), secondsIn(to!)];
    return Number(part) >= 5 && stopped(a, b) === Number(part) && stopped(a, ever) === Number(of);
  });
  check(/^([\d:]+): Start, (.*) stay past/, ([, at, words]) =>
    says(words!, stopped(secondsIn(at!), ever), all),
  );
  check(/^([\d:]+): Held, (\d+) of (\d+) views stay/, ([, at, part, of]) => {
    const there = stopped(secondsIn(at!), ever);
    return there === Number(of) && there >= 10 && Number(part) >= there * 0.97;
  });
  check(/^([\d:]+): Skipped, in (\d+) of (\d+) views/, ([, at, part, of]) =>
    seconds(length).some((after) => {
      const later = playbacks.filter((one) => covers(one, after));
      const skipping = later.filter((one) => !covers(one, secondsIn(at!))).length;
      return later.length === Number(of) && skipping >= Number(part) && Number(part) >= 5;
    }),
  );
  check(/^([\d:]+): Played again, (\d+) times/, ([, at, times]) => isReplayed(secondsIn(at!), Number(times)));
  return found;
}
