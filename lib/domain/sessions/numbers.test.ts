import { describe, expect, it } from "vitest";
import {
  type AttendeeFacts,
  answeredNumbers,
  knownBy,
  type SessionRules,
  sessionNumbersOf,
  viewersByPercent,
} from "./numbers";

const start = Date.parse("2026-11-18T18:00:00Z");
const minute = 60_000;
const window = { from: new Date(start), to: new Date(start + 60 * minute) };
const rules: SessionRules = {
  status: "ended",
  scheduled_start: window.from,
  scheduled_end: window.to,
  started_at: window.from,
  ended_at: window.to,
  chat_enabled: true,
  on_time_minutes: 5,
  attendance_minimum_seconds: 1,
  attendance_minimum_percent: null,
  talk_known: true,
  questions_known: true,
};
const nobody: AttendeeFacts = {
  host: false,
  registered: true,
  stays: [],
  reported_ms: null,
  messages: 0,
  questions: 0,
  reactions: 0,
  rating: null,
};
const there = (from: number, to: number) => [start + from * minute, start + to * minute];

describe("the minimum of an attendee", () => {
  const stayed = (minutes: number) => ({ ...nobody, stays: there(0, minutes) });
  const came = (minimum: Partial<SessionRules>, within = window) =>
    [29, 30, 31].map(
      (minutes) =>
        sessionNumbersOf({ ...rules, ...minimum }, within, [stayed(minutes)], {}).attendance.total_attended,
    );

  it("is a length, a share of the session, or both", () => {
    expect(came({ attendance_minimum_seconds: 1800 })).toEqual([0, 1, 1]);
    expect(came({ attendance_minimum_percent: 50 })).toEqual([0, 1, 1]);
    expect(came({ attendance_minimum_percent: 50, attendance_minimum_seconds: 1801 })).toEqual([0, 0, 1]);
    expect(came({ attendance_minimum_percent: 51, attendance_minimum_seconds: 60 })).toEqual([0, 0, 1]);
    expect(came({ attendance_minimum_percent: 100 })).toEqual([0, 0, 0]);
  });

  it("is a share of what has passed while the session is live, and of a report's total", () => {
    const soFar = { from: window.from, to: new Date(start + 58 * minute) };
    expect(came({ attendance_minimum_percent: 50, status: "live", ended_at: null }, soFar)).toEqual([
      1, 1, 1,
    ]);
    const reported = { ...nobody, reported_ms: 30 * minute };
    for (const [percent, attended] of [
      [50, 1],
      [51, 0],
    ] as const)
      expect(
        sessionNumbersOf({ ...rules, attendance_minimum_percent: percent }, window, [reported], {})
          .attendance,
      ).toMatchObject({ total_attended: attended });
  });
});

describe("the golden case", () => {
  // 25 registered, 20 of them came, 15 took part with 45 messages between them; 18 at once at most: two left before two came.
  const people: AttendeeFacts[] = [
    ...Array.from({ length: 16 }, (_, i) => ({ ...nobody, stays: there(0, 60), messages: i < 15 ? 3 : 0 })),
    ...Array.from({ length: 2 }, () => ({ ...nobody, stays: there(0, 20) })),
    ...Array.from({ length: 2 }, () => ({ ...nobody, stays: there(30, 60) })),
    ...Array.from({ length: 5 }, () => nobody),
  ];
  const numbers = sessionNumbersOf(rules, window, people, {});

  it("scores 82.5, with its parts", () => {
    expect(numbers.engagement_score).toBe(82.5);
    expect(
      numbers.engagement_score_parts.map(({ component, value, points }) => [component, value, points]),
    ).toEqual([
      ["attendance_rate", 80, 24],
      ["engagement_rate", 75, 30],
      ["chat_activity", 100, 15],
      ["peak_retention", 90, 13.5],
    ]);
  });

  it("counts attendance by hand", () => {
    expect(numbers.attendance).toEqual({
      total_registered: 25,
      total_attended: 20,
      registered_attended: 20,
      walk_ins: 0,
      attendance_rate: 80,
      on_time_arrivals: 18,
      late_arrivals: 2,
      // (16 × 60 + 2 × 20 + 2 × 30) ÷ 20
      average_duration_minutes: 53,
      // Of 60 minutes.
      average_presence_percentage: 88.3,
    });
    expect(numbers.peak_viewers.peak_count).toBe(18);
    expect(numbers.peak_viewers.peak_timestamp).toBe("2026-11-18T18:00:00.000Z");
    // 18 until minute 20, 16 until 30, then 18: a fall of 11 % is no drop-off.
    expect([0, 19, 20, 29, 30, 59].map((at) => numbers.retention[at]!.viewers)).toEqual([
      18, 18, 16, 16, 18, 18,
    ]);
    expect(numbers.drop_off_points).toEqual([]);
  });
});

describe("unknown numbers", () => {
  it("is null for the peak if a report has only durations", () => {
    const numbers = sessionNumbersOf(
      rules,
      window,
      [
        { ...nobody, reported_ms: 30 * minute },
        { ...nobody, registered: false, stays: there(0, 60) },
      ],
      {},
    );
    expect(numbers.presence).toBe("durations");
    expect(numbers.peak_viewers).toEqual({ peak_count: null, peak_timestamp: null, timeline: [] });
    expect(numbers.retention).toEqual([]);
    expect(numbers.attendance.average_duration_minutes).toBe(45);
    // Who is known by a length only is neither on time nor late.
    expect(numbers.attendance).toMatchObject({ total_attended: 2, on_time_arrivals: 1, late_arrivals: 0 });
  });

  it("is an upper bound if a report has only first join and last leave", () => {
    const numbers = sessionNumbersOf(
      rules,
      window,
      [{ ...nobody, stays: there(0, 60), reported_ms: 40 * minute }],
      {},
    );
    expect(numbers.presence).toBe("first_to_last");
    expect(numbers.attendance.average_duration_minutes).toBe(40);
  });

  it("is null for messages and reactions that a report lacks, and leaves them out of the score", () => {
    const people = [{ ...nobody, stays: there(0, 60) }, nobody];
    const silent = { ...rules, ...knownBy("attendance", false) };
    const numbers = sessionNumbersOf(silent, window, people, {});
    expect(numbers.engagement).toEqual({
      chat_message_count: null,
      unique_chatters: null,
      questions_asked: null,
      reaction_count: null,
      reactions_by_type: {},
      engaged: null,
      engagement_rate: null,
    });
    // Attendance and peak are less than half of the score.
    expect(numbers).toMatchObject({ engagement_score: null, engagement_score_note: "too_little_known" });
    const spoken = [{ ...nobody, stays: there(0, 60), messages: 1 }, nobody];
    expect(sessionNumbersOf(silent, window, spoken, {}).engagement.engagement_rate).toBe(100);
  });

  it("is known by kind and source", () => {
    const all = { talk_known: true, questions_known: true };
    expect(knownBy("none", false)).toEqual(all);
    expect(knownBy("attendance", false)).toEqual({ talk_known: false, questions_known: false });
    expect(knownBy("talk", false)).toEqual({ talk_known: true, questions_known: false });
    expect(knownBy("attendance", true)).toEqual(all);
    const written = [{ ...nobody, stays: there(0, 60), messages: 3 }];
    const counted = sessionNumbersOf({ ...rules, ...knownBy("talk", false) }, window, written, {});
    expect(counted.engagement).toMatchObject({ chat_message_count: 3, questions_asked: null });
  });

  it("is null in the answer for a session that has not begun, as in the list", () => {
    const registered = sessionNumbersOf(rules, window, [nobody, nobody], {});
    const answer = answeredNumbers({ status: "scheduled" }, registered);
    expect(answer).toMatchObject({
      attendance: { total_registered: 2, total_attended: null, attendance_rate: null, walk_ins: null },
      engagement: { chat_message_count: null, engaged: null },
      peak_viewers: { peak_count: null },
      total_responses: null,
    });
    expect(answeredNumbers({ status: "ended" }, registered)).toBe(registered);
    const begun = sessionNumbersOf(rules, window, [{ ...nobody, stays: there(0, 60) }], {});
    expect(answeredNumbers({ status: "scheduled" }, begun)).toBe(begun);
  });

  it("is null, not 0, of nothing", () => {
    const numbers = sessionNumbersOf(rules, window, [], {});
    expect(numbers.attendance.attendance_rate).toBeNull();
    expect(numbers.attendance.average_duration_minutes).toBeNull();
    expect(numbers.engagement.engagement_rate).toBeNull();
    expect(numbers.average_rating).toBeNull();
    expect(numbers.engagement_score).toBeNull();
    expect(numbers.rating_distribution).toEqual({ "1": 0, "2": 0, "3": 0, "4": 0, "5": 0 });
  });
});

it("leaves out who runs the session", () => {
  const host = { ...nobody, host: true, stays: there(0, 60), messages: 9, reactions: 1, rating: 5 };
  const numbers = sessionNumbersOf(rules, window, [host, { ...nobody, stays: there(0, 60) }], {});
  expect(numbers.attendance.total_attended).toBe(1);
  expect(numbers.engagement.chat_message_count).toBe(0);
  expect(numbers.total_responses).toBe(0);
  expect(numbers.peak_viewers.peak_count).toBe(1);
});

it("counts presence at a finished session's end, and at a live one's current time", () => {
  // The last heartbeat came ten seconds before the end.
  const stays = [start, start + 60 * minute - 10_000];
  expect(viewersByPercent([{ stays }], window, "ended").at(-1)).toBe(1);
  expect(viewersByPercent([{ stays }], window, "live").at(-1)).toBe(0);
});
