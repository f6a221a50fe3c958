import { processCache } from "@/lib/platform/process";

/** A changed setting takes effect within this time. What the numbers depend on is read again inside the transaction. */
const freshMs = 2000;
const referencesMax = 10_000;

/** Rows by a reference that callers use for them (an id, or a school's own), each read from the database once in two seconds. */
export function directory<Row>(name: string, read: (reference: string) => Promise<Row[]>) {
  const cache = () => processCache<Promise<Row[]>>(name, { max: referencesMax, ttl: freshMs });
  return {
    find(reference: string): Promise<Row[]> {
      const cached = cache().get(reference);
      if (cached) return cached;
      const rows = read(reference);
      cache().set(reference, rows);
      rows.catch(() => cache().delete(reference));
      return rows;
    },
    /** For a row that has just changed. */
    forget(reference: string): void {
      cache().delete(reference);
    },
  };
}
