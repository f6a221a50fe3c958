import { expect, it } from "vitest";
import { duringSession } from "./closing-falls";

it("leaves out what falls as the session ends: its last twentieth", () => {
  // 100 minutes from 18:00: the end begins at 19:35.
  const window = { from: new Date("2026-11-18T18:00:00Z"), to: new Date("2026-11-18T19:40:00Z") };
  const drop = (to: string) => ({ to: `2026-11-18T${to}:00.000Z` });
  expect(duringSession([drop("19:00"), drop("19:34"), drop("19:35"), drop("19:39")], window)).toEqual([
    drop("19:00"),
    drop("19:34"),
  ]);
});
