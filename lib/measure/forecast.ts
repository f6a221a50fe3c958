/*
 * What a weekly number will be in the next weeks: exponential smoothing with a damped trend (Gardner & McKenzie, "Forecasting trends in time series",
 * Management Science 1985), with fixed weights, so that nothing is fitted to the numbers that judge it. How far off it may be is measured: by the
 * forecasts that would have been made in the weeks before.
 */

/** The weights of a new value for the level and for the trend, and how much of a trend is left a week later. */
const level = 0.5;
const trend = 0.2;
const damping = 0.9;

/** With fewer values there is no forecast. */
export const forecastValuesMin = 8;
/** From so many values on, the forecasts that would have been made are compared with what came. */
const firstOrigin = 4;
/** The share of past errors that the interval covers, and the fewest errors that can show it: four of five. */
const covered = 0.8;
const errorsMin = 4;

export type Forecast = {
  /** How many steps after the last value. */
  ahead: number;
  expected: number;
  /** Where the value is expected in four of five cases. */
  low: number;
  high: number;
  /** How many past forecasts this far ahead were compared, and the mean of how far they were off. */
  compared: number;
  mean_error: number;
};

/** What a value can be: at most so large, and with `rising` never less than the one before. Always 0 or more. */
export type Bounds = { most?: number; rising?: boolean };

/** A value as it is possible after the last of these. */
const possible = (values: readonly number[], { most = Number.POSITIVE_INFINITY, rising = false }: Bounds) => {
  const least = rising ? Math.max(0, values.at(-1) ?? 0) : 0;
  return (value: number) => Math.max(least, Math.min(most, value));
};

/** The values after the last one as they are expected from these alone. */
function expectedFrom(values: readonly number[], steps: number, bounds: Bounds): number[] {
  let [height, slope] = [values[0] ?? 0, 0];
  for (const value of values.slice(1)) {
    const before = height;
    height = level * value + (1 - level) * (before + damping * slope);
    slope = trend * (height - before) + (1 - trend) * damping * slope;
  }
  let rise = 0;
  const within = possible(values, bounds);
  return Array.from({ length: steps }, (_, index) => {
    rise += damping ** (index + 1) * slope;
    return within(height + rise);
  });
}

/**
 * The next values of a series, as far ahead as four past forecasts can be compared with what came; none with fewer than eight values. The interval is
 * as wide as the ⌈0.8·(n + 1)⌉-th smallest of n past errors (split conformal prediction; Vovk et al. 2005).
 */
export function forecastOf(values: readonly number[], steps: number, bounds: Bounds = {}): Forecast[] {
  if (values.length < forecastValuesMin) return [];
  const errors: number[][] = Array.from({ length: steps }, () => []);
  for (let origin = firstOrigin; origin < values.length; origin++)
    for (const [index, expected] of expectedFrom(values.slice(0, origin), steps, bounds).entries()) {
      const came = values[origin + index];
      if (came !== undefined) errors[index]!.push(Math.abs(came - expected));
    }
  const within = possible(values, bounds);
  return expectedFrom(values, steps, bounds).flatMap((expected, index): Forecast[] => {
    const off = errors[index]!.toSorted((a, b) => a - b);
    if (off.length < errorsMin) return [];
    const width = off[Math.min(off.length, Math.ceil(covered * (off.length + 1))) - 1]!;
    return [
      {
        ...{ ahead: index + 1, expected, low: within(expected - width), high: within(expected + width) },
        ...{ compared: off.length, mean_error: off.reduce((sum, one) => sum + one, 0) / off.length },
      },
    ];
  });
}
