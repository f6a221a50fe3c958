import { between, chance, normal, type Random, randomOf, whole } from "./distributions";

/** How people watch a video. Shares are 0–1; times are seconds of media. */
export type Traits = {
  /** Its popularity; 1 is average. */
  draw: number;
  /** Share of those who press play who leave within seconds. */
  bounce: number;
  /** Share of the others who reach the end, unless they leave at one of the `exits`. */
  finish: number;
  /** An opening that people skip. */
  intro: { end: number; skipped: number } | null;
  /** Passages that are played again: their middle and half their width. */
  spikes: { at: number; width: number; share: number }[];
  /** Passages that are skipped. */
  dips: { from: number; to: number; share: number }[];
  /** Positions at which many leave, and within how many seconds. */
  exits: { at: number; within: number; share: number }[];
  /** What people play when they open it again: the whole, a passage, or nothing. Weights. */
  returns: { whole: number; passage: number; nothing: number };
  /** Share of those who play it who start again from the beginning. */
  restart: number;
};

/** What differs for some videos from the random traits, so that the demo shows each finding. */
const fixed: Record<string, Partial<Traits>> = {
  // The clip with a file: people replay its funnel, and a quarter leaves at “Pause here and try it”.
  "Reading a residual plot": {
    draw: 0.43,
    bounce: 0.1,
    finish: 0.7,
    restart: 0.004,
    intro: { end: 15, skipped: 0.08 },
    spikes: [
      { at: 66, width: 8, share: 0.42 },
      { at: 97, width: 6, share: 0.16 },
    ],
    dips: [{ from: 30, to: 44, share: 0.2 }],
    exits: [{ at: 76, within: 4, share: 0.24 }],
    returns: { whole: 2, passage: 58, nothing: 40 },
  },
  // A third leaves during the opening.
  "Sampling without tears": { bounce: 0.06, intro: null, exits: [{ at: 5, within: 17, share: 0.32 }] },
  // Nearly everybody finishes it.
  "What a p-value is not": { draw: 1.7, bounce: 0.02, finish: 0.93, intro: null, dips: [], exits: [] },
  // Hardly anybody finishes it.
  "Recorded seminar: the marshmallow study": { bounce: 0.2, finish: 0.04, exits: [] },
};

/** A video's traits: the same for the same seed and title. */
export function traitsOf(seed: string, video: { title: string; seconds: number }): Traits {
  return { ...randomTraits(randomOf(seed, "character", video.title), video.seconds), ...fixed[video.title] };
}

function randomTraits(random: Random, seconds: number): Traits {
  // Long videos lose more people.
  const length = Math.min(1, seconds / 3600);
  return {
    draw: Math.max(0.5, 1 + 0.28 * normal(random)),
    bounce: between(random, 0.03, 0.08),
    finish: Math.min(0.92, Math.max(0.3, 0.86 - 0.45 * length + 0.11 * normal(random))),
    intro: chance(random, 0.35)
      ? { end: Math.min(seconds / 8, between(random, 9, 28)), skipped: between(random, 0.15, 0.42) }
      : null,
    spikes: places(random, whole(random, 0, 2)).map((place) => ({
      at: place * seconds,
      width: Math.min(seconds / 12, between(random, 11, 42)),
      share: between(random, 0.08, 0.36),
    })),
    dips: places(random, whole(random, 0, 1)).map((place) => {
      const from = place * seconds;
      return { from, to: from + between(random, 0.02, 0.05) * seconds, share: between(random, 0.1, 0.26) };
    }),
    exits: places(random, chance(random, 0.12) ? 1 : 0).map((place) => ({
      at: place * seconds,
      within: seconds / 30,
      share: between(random, 0.1, 0.22),
    })),
    returns: { whole: 22, passage: 28, nothing: 50 },
    restart: 0.014,
  };
}

/** Places within a video, as shares of its length, none near an end and none near another. */
function places(random: Random, count: number): number[] {
  const step = 0.8 / Math.max(1, count);
  return Array.from({ length: count }, (_, i) => 0.1 + step * (i + between(random, 0.1, 0.85)));
}
