type Unit = "hours" | "minutes" | "seconds" | null;

/** By the first letters, in the languages of the reports: `Std.` are hours, `Sek.` seconds. */
function unitOf(letters: string): Unit {
  if (/^(h|st|u|t|g|ó|ч|小?[时時]|시)/u.test(letters)) return "hours";
  if (/^(m|м|p|d|分|분)/u.test(letters)) return "minutes";
  if (/^(s|с|秒|초)/u.test(letters)) return "seconds";
  return null;
}

const perUnit = { hours: 3600, minutes: 60, seconds: 1 };

/** The seconds that each number of a duration counts for: three are hours, minutes and seconds, whatever their names. */
function weightsOf(units: Unit[]): number[] | null {
  if (units.length === 4) return [86_400, 3600, 60, 1];
  if (units.length === 3) return [3600, 60, 1];
  const [first = null, second = null] = units;
  if (units.length === 1) return first ? [perUnit[first]] : null;
  if (units.length !== 2) return null;
  if (second === "seconds") return [first === "hours" ? 3600 : 60, 1];
  return first === "minutes" ? [60, 1] : [3600, 60];
}

/** A duration in whole seconds, as written: `1h 4m 7s`, `21 Min. 7 Sek.`, `1:04:07`, `21:07`, `64` (minutes, as in every report); null for anything else. */
export function durationSeconds(written: string): number | null {
  const text = written.normalize("NFKC").trim().toLowerCase();
  if (text.length > 60) return null;
  const [, minus, amount] = /^([-−])?\s*(\d.*)$/.exec(text) ?? [];
  if (amount === undefined) return null;
  const sign = minus ? -1 : 1;
  const number = (digits: string) => Number(digits.replace(",", "."));
  if (/^\d+([.,]\d+)?$/.test(amount)) return Math.round(number(amount) * 60) * sign;
  if (/^\d+(:\d{1,2}){1,2}$/.test(amount))
    return amount.split(":").reduce((total, part) => total * 60 + Number(part), 0) * sign;
  const parts = [...amount.matchAll(/(\d+(?:[.,]\d+)?)\s*([^\d\s]?[^\d]*)/gu)];
  const weights = weightsOf(parts.map(([, , letters = ""]) => unitOf(letters)));
  if (!weights || parts.some(([, , letters = ""]) => !/^\p{L}/u.test(letters))) return null;
  return (
    Math.round(parts.reduce((total, [, digits = ""], at) => total + number(digits) * weights[at]!, 0)) * sign
  );
}
