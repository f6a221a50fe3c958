import type { Language } from "@/lib/language/language";
import { unknown } from "@/lib/language/numbers";

/* How the page System writes what it measured. */

const nbsp = "\u00a0";

/** A duration: `0.9 ms`, `12 ms`, `1.46 s`. */
export function milliseconds(ms: number | null, { decimal }: Language): string {
  if (ms === null) return unknown;
  const [value, unit] = ms >= 1000 ? [decimal(ms / 1000, 2), "s"] : [decimal(ms, ms < 10 ? 1 : 0), "ms"];
  return value + nbsp + unit;
}

/** A round duration, at a line of a chart: `50 ms`, `1 s`, `1.5 s`. */
export function roundMs(ms: number, { decimal }: Language): string {
  const [amount, unit] = ms >= 1000 ? [ms / 1000, "s"] : [ms, "ms"];
  return decimal(amount, Number.isInteger(amount) ? 0 : 1) + nbsp + unit;
}

/** The parts of a duration, for a headline with a small unit. */
export function msParts(ms: number | null, language: Language): { value: string; unit?: string } {
  const [value = unknown, unit] = milliseconds(ms, language).split(nbsp);
  return unit ? { value, unit } : { value };
}

const byteUnits = ["kB", "MB", "GB", "TB"];

/** An amount of data: `4.22 GB`, `613 MB`. */
export function bytes(amount: number | null, { decimal }: Language): string {
  if (amount === null) return unknown;
  let [value, unit] = [amount / 1000, 0];
  while (value >= 1000 && unit < byteUnits.length - 1) [value, unit] = [value / 1000, unit + 1];
  return `${decimal(value, value < 10 ? 2 : value < 100 ? 1 : 0)}${nbsp}${byteUnits[unit]}`;
}

/** How many a second: `2.1`, `0.96`, `0`. */
export function perSecond(amount: number, seconds: number, { decimal }: Language): string {
  const rate = seconds > 0 ? amount / seconds : 0;
  return rate === 0 ? "0" : decimal(rate, rate < 1 ? 2 : rate < 100 ? 1 : 0);
}
