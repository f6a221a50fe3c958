import { describe, expect, test } from "vitest";
import { staysOf } from "@/lib/testing/presence-spans";
import { addBeat, laterLeave } from "./fold";

const graceMs = 45_000;
const beatsAt = (...seconds: number[]) =>
  seconds.reduce<readonly number[]>((heartbeats, at) => addBeat(heartbeats, at * 1000, graceMs), []);
const seconds = (stays: readonly number[]) => stays.map((ms) => ms / 1000);

describe("stays", () => {
  test("are chains of beats with gaps of at most 45 s, from the first beat to the last", () => {
    // 15 → 60 is a gap of exactly 45 s; 60 → 106 is one of 46.
    const heartbeats = beatsAt(0, 15, 60, 106, 120);
    expect(seconds(staysOf({ heartbeats, grace_ms: graceMs, left_ms: null }, null))).toEqual([
      0, 60, 106, 120,
    ]);
  });

  test("do not depend on order or repetition", () => {
    expect(beatsAt(120, 0, 60, 15, 0, 106, 60)).toEqual(beatsAt(0, 15, 60, 106, 120));
  });

  test("of a single beat have no length", () => {
    expect(staysOf({ heartbeats: beatsAt(7), grace_ms: graceMs, left_ms: null }, null)).toEqual([]);
  });

  test("reach to now while the session is live, unless the last beat is a leave or older than 45 s", () => {
    const heartbeats = beatsAt(0, 15, 100);
    const open = { heartbeats, grace_ms: graceMs, left_ms: null };
    expect(seconds(staysOf(open, 110_000))).toEqual([0, 15, 100, 110]);
    expect(seconds(staysOf(open, 144_999))).toEqual([0, 15, 100, 144.999]);
    expect(seconds(staysOf(open, 145_000))).toEqual([0, 15]);
    expect(seconds(staysOf({ ...open, left_ms: 100_000 }, 110_000))).toEqual([0, 15]);
    // Who left and came back is there.
    expect(seconds(staysOf({ ...open, left_ms: 15_000 }, 110_000))).toEqual([0, 15, 100, 110]);
  });

  test("of a report are exact", () => {
    expect(staysOf({ heartbeats: [1000, 5000], grace_ms: 0, left_ms: null }, 9000)).toEqual([1000, 5000]);
  });
});

test("of two leaves the later counts", () => {
  expect([laterLeave(null, 5), laterLeave(3, 5), laterLeave(5, 3)]).toEqual([5, 5, 5]);
});
