import fc from "fast-check";
import { expect } from "vitest";
import type { AttendanceReport } from "@/lib/measure/attendance-report";

/* Shared by the tests of the platforms' readers. */

export const reportBytes = (lines: readonly string[]) => new TextEncoder().encode(lines.join("\r\n"));

/** Each person with the length of their stays, in minutes. */
export const stayMinutes = (report: AttendanceReport | null) =>
  report?.people.map(({ name, spans }) => [name, ...spans.map(([from, to]) => (to - from) / 60_000)]);

/**
 * Reads random bytes, and these files with bytes changed and the end cut off: the reader must not throw, nor return a stay that ends
 * before it begins. `changes` is how many bytes are changed at most.
 */
export function neverThrows(
  read: (bytes: Uint8Array) => AttendanceReport | null,
  files: readonly Uint8Array[],
  { changes = 40, more = [] }: { changes?: number; more?: fc.Arbitrary<Uint8Array>[] } = {},
): void {
  const damaged = fc
    .tuple(
      fc.constantFrom(...files),
      fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: changes }),
      fc.nat(),
    )
    .map(([file, changed, cut]) => {
      const copy = file.slice(0, cut % 3 === 0 ? cut % file.length : file.length);
      for (const [at, byte] of changed) copy[at % file.length] = byte;
      return copy;
    });
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 400 }), damaged, ...more), (file) => {
      for (const { spans } of read(file)?.people ?? [])
        for (const [from, to] of spans) expect(to).toBeGreaterThanOrEqual(from);
    }),
    { numRuns: 300 },
  );
}
