import { getOrInsert } from "@/lib/measure/get-or-insert";
import { processCache } from "@/lib/platform/process";
import { type Day, dayOf, plusDays, startOfDayInstant } from "@/lib/platform/time";

/** A changed setting takes effect within this time. Settings that the numbers depend on are read again inside the transaction. */
const freshMs = 2000;
const referencesMax = 10_000;

/** Reads rows by a reference that callers use for them (an id, or a school's own), each from the database once in two seconds, or after `forget`. */
export function cachedRows<Row>(name: string, read: (reference: string) => Promise<Row[]>) {
  const cache = () => processCache<Promise<Row[]>>(name, { max: referencesMax, ttl: freshMs });
  const forget = (reference: string) => void cache().delete(reference);
  const rowsOf = (reference: string): Promise<Row[]> =>
    getOrInsert(cache(), reference, () => {
      const rows = read(reference);
      rows.catch(() => forget(reference));
      return rows;
    });
  return Object.assign(rowsOf, { forget });
}

/** `dayOf` for instants close together: comparing with the bounds of the zone's last day takes a hundredth of computing it (85 µs). */
export function cachedDayOf(instant: Date, timeZone: string): Day {
  const cache = processCache<{ day: Day; from: number; to: number }>("days", { max: 500 });
  const cached = cache.get(timeZone);
  const at = instant.getTime();
  if (cached && at >= cached.from && at < cached.to) return cached.day;
  const day = dayOf(instant, timeZone);
  const from = startOfDayInstant(day, timeZone).getTime();
  const to = startOfDayInstant(plusDays(day, 1), timeZone).getTime();
  cache.set(timeZone, { day, from, to });
  return day;
}
