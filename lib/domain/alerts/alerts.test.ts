import { describe, expect, it } from "vitest";
import { newId } from "@/lib/platform/ids";
import { changesOf, type Held, isNews, type Subject } from "./alerts";

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
