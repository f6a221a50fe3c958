import { describe, expect, it } from "vitest";
import { newId } from "@/lib/platform/ids";
import { changesOf, type Held, isNews, quietUntil, type Subject } from "./alerts";

const at = (text: string) => new Date(`2026-11-${text}Z`);
const now = at("20T12:00:00");
const [session_id, other] = [newId(), newId()];
const subjectOf = (id: string): Subject => ({
  ...{ kind: "low_attendance", school_id: "school", session_id: id },
  ...{ course_id: null, class_id: null, user_id: null },
});
const held = (id: string, more: Partial<Held> = {}): Held => ({
  ...subjectOf(id),
  ...{ value: 40, threshold: 50, detail: {} },
  ...{ happened_at: at("20T11:00:00"), since: at("01T00:00:00"), ...more },
});
const stored = (id: string, resolved_at: Date | null) => ({
  ...subjectOf(id),
  id: `alert ${id}`,
  resolved_at,
});
const nothing = { raise: [], resolve: [], reopen: [] };

describe("an evaluation of alerts", () => {
  it("raises what holds once, and resolves it once it no longer holds", () => {
    const one = held(session_id);
    expect(changesOf([], [one], now)).toEqual({ ...nothing, raise: [one] });
    expect(changesOf([stored(session_id, null)], [one], now)).toEqual(nothing);
    expect(changesOf([stored(session_id, null)], [], now)).toEqual({
      ...nothing,
      resolve: [`alert ${session_id}`],
    });
    expect(changesOf([stored(session_id, null)], [held(other)], now)).toEqual({
      ...{ raise: [held(other)], reopen: [] },
      resolve: [`alert ${session_id}`],
    });
  });

  it("opens an alert again that ended 5 minutes ago or less, and raises another one later", () => {
    const one = held(session_id);
    expect(changesOf([stored(session_id, at("20T11:55:00"))], [one], now)).toEqual({
      ...nothing,
      reopen: [`alert ${session_id}`],
    });
    expect(changesOf([stored(session_id, at("20T11:54:59"))], [one], now)).toEqual({
      ...nothing,
      raise: [one],
    });
  });

  it("raises nothing for what happened before its rule, or more than 7 days ago, and keeps it where it is open", () => {
    const before = held(session_id, { since: at("20T11:00:01") });
    const old = held(session_id, { happened_at: at("13T11:59:59") });
    for (const one of [before, old]) {
      expect(changesOf([], [one], now)).toEqual(nothing);
      expect(changesOf([stored(session_id, null)], [one], now)).toEqual(nothing);
    }
    expect(isNews(held(session_id, { since: at("20T11:00:00") }), now)).toBe(true);
    expect(isNews(held(session_id, { happened_at: at("13T12:00:00") }), now)).toBe(true);
  });
});

const until = (at: string, quiet_from: string | null, quiet_to: string | null, zone = "Asia/Kathmandu") =>
  quietUntil(new Date(at), { quiet_from, quiet_to }, zone)?.toISOString() ?? null;

describe("quiet hours", () => {
  it("are over at their end by the clock of the school's zone", () => {
    // In Kathmandu it is UTC+5:45: 22:00 is 16:15 UTC, 07:00 is 01:15 UTC.
    expect(until("2026-11-18T16:14:59Z", "22:00", "07:00")).toBeNull();
    expect(until("2026-11-18T16:15:00Z", "22:00", "07:00")).toBe("2026-11-19T01:15:00.000Z");
    expect(until("2026-11-19T01:14:00Z", "22:00", "07:00")).toBe("2026-11-19T01:15:00.000Z");
    expect(until("2026-11-19T01:15:00Z", "22:00", "07:00")).toBeNull();
    // Within one day.
    expect(until("2026-11-18T06:30:00Z", "12:00", "13:00")).toBe("2026-11-18T07:15:00.000Z");
    expect(until("2026-11-18T07:15:00Z", "12:00", "13:00")).toBeNull();
  });

  it("are as long as the night is in which the clock changes", () => {
    // Lisbon's clock goes from 01:00 to 02:00 in the night to 29 March 2026: 07:00 is 06:00 UTC.
    expect(until("2026-03-28T23:00:00Z", "22:00", "07:00", "Europe/Lisbon")).toBe("2026-03-29T06:00:00.000Z");
  });

  it("are none without both ends, or of no length", () => {
    expect(until("2026-11-18T20:00:00Z", null, "07:00")).toBeNull();
    expect(until("2026-11-18T20:00:00Z", "22:00", null)).toBeNull();
    expect(until("2026-11-18T20:00:00Z", "22:00", "22:00")).toBeNull();
  });
});
