export type HistoryScale = { min: number; max: number; ticks: number[] };

const steps = [1, 2, 5, 10, 20, 25, 50];

/** An axis around values of 0–100: two to four lines at round numbers, not from zero, for shares that lie close together. */
export function valueScale(values: readonly number[]): HistoryScale {
  const least = Math.min(...values);
  const most = Math.max(...values);
  for (const step of steps) {
    const min = Math.max(0, Math.floor(least / step) * step - (least % step === 0 && least > 0 ? step : 0));
    const max = Math.ceil(most / step) * step;
    const lines = Math.round((max - min) / step);
    if (lines >= 1 && lines <= 4)
      return {
        min,
        max,
        ticks: Array.from({ length: lines + 1 }, (_, i) => min + i * step).filter(
          (tick) => tick > min || min === 0,
        ),
      };
  }
  return { min: 0, max: 100, ticks: [0, 25, 50, 75, 100] };
}
