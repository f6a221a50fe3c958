import { describe, expect, it } from "vitest";
import { languageIn } from "@/lib/platform/catalogues";
import type { MyLearning, PastSession } from "./my-learning";
import { latestFirst, type ScoredAssessment, sideOfClass } from "./scores";
import { stretchOf, timelineOf, weeksShown } from "./timeline";

const zone = "Europe/Lisbon";
const at = (day: string) => new Date(`${day}T18:00:00Z`);
const session = (day: string, given: object = {}) =>
  ({
    id: day,
    title: `On ${day}`,
    course_id: "statistics",
    course_title: "Statistics",
    status: "ended",
    scheduled_start: at(day),
    started_at: null,
    on_time_minutes: 5,
    begun_at: at(day),
    stays: [],
    attended: false,
    recording: null,
    ...given,
  }) as unknown as PastSession;
const learning = (past: PastSession[], videos: { last_watched_at: string | null }[] = []) =>
  ({ coming: { items: [], total: 0 }, past, videos }) as unknown as MyLearning;

describe("the weeks of a timeline", () => {
  const year = learning([session("2026-11-18"), session("2026-03-04")]);
  const first = at("2025-10-08");

  it("are the latest, and reach back no further than the first session", () => {
    expect(stretchOf(learning([]), null, zone, undefined)).toBeNull();
    const few = stretchOf(learning([session("2026-11-18"), session("2026-11-04")]), null, zone, undefined);
    expect(few).toEqual({ from: "2026-11-02", to: "2026-11-16", first: "2026-11-02", last: "2026-11-16" });
    const many = stretchOf(year, first, zone, undefined)!;
    expect(many).toEqual({ from: "2026-05-25", to: "2026-11-16", first: "2025-10-06", last: "2026-11-16" });
    expect(timelineOf(year, many, zone, languageIn("en")).weeks).toHaveLength(weeksShown);
  });

  it("before a day follow each other without a gap, down to the first", () => {
    const next = stretchOf(year, first, zone, "2026-05-25")!;
    expect(next).toMatchObject({ from: "2025-11-24", to: "2026-05-18" });
    expect(stretchOf(year, first, zone, next.from)).toMatchObject({ from: "2025-10-06", to: "2025-11-17" });
  });

  it("reach to the last practice, and begin with the first", () => {
    const practised = [at("2026-10-13"), at("2026-11-24")].map((created_at) => ({ created_at }));
    expect(stretchOf(learning([session("2026-11-18")]), null, zone, undefined, practised)).toMatchObject({
      ...{ from: "2026-10-12", to: "2026-11-23" },
    });
  });

  it("stay within what there is, whatever day is asked for", () => {
    expect(stretchOf(year, first, zone, "1999-01-01")).toMatchObject({
      from: "2025-10-06",
      to: "2025-10-06",
    });
    expect(stretchOf(year, first, zone, "2099-01-01")).toMatchObject({ to: "2026-11-16" });
    // A Wednesday: its own week is not before it.
    expect(stretchOf(year, first, zone, "2026-05-27")).toMatchObject({ to: "2026-05-18" });
  });
});

it("shows a cancelled session as cancelled, not as missed", () => {
  const past = [session("2026-11-18"), session("2026-11-19", { status: "cancelled" })];
  const stretch = stretchOf(learning(past), null, zone, undefined)!;
  const { rows } = timelineOf(learning(past), stretch, zone, languageIn("en"));
  expect(rows[0]?.weeks[0]?.map(({ kind, label }) => [kind, label])).toEqual([
    ["missed", "On 2026-11-18, 18 Nov: missed"],
    ["cancelled", "On 2026-11-19, 19 Nov: cancelled"],
  ]);
});

describe("work and messages", () => {
  const work = (id: string, given: object) =>
    ({
      ...{ id, title: id, course_id: "c", kind: "quiz", maximum_points: 10, points: null },
      ...{ submitted: false, submitted_at: null, due_at: null, score_percentage: null, class_scores: null },
      ...given,
    }) as unknown as ScoredAssessment;
  const past = [session("2026-11-18")];
  const stretch = { from: "2026-11-09", to: "2026-11-16", first: "2026-11-09", last: "2026-11-16" };
  const also = {
    now: at("2026-11-20"),
    assessments: [
      work("In time", {
        ...{ submitted: true, submitted_at: at("2026-11-10"), due_at: at("2026-11-11"), points: 8.4 },
        score_percentage: 84,
        class_scores: { low: 62, median: 70, high: 81.4, people: 40 },
      }),
      work("Late", { submitted: true, submitted_at: at("2026-11-12"), due_at: at("2026-11-11") }),
      work("Missing", { due_at: at("2026-11-17") }),
      work("Open", { due_at: at("2026-11-21") }),
      work("Without a day", { submitted: true, points: 3 }),
      work("Never due", {}),
    ],
    practised: {
      href: "/people/p#practice",
      sessions: [
        {
          ...{ id: "p1", created_at: at("2026-11-10"), session_type: "roleplay" as const },
          ...{ topics: ["A job interview"], duration_seconds: 660 },
        },
        {
          ...{ id: "p2", created_at: at("2026-11-19"), session_type: "pronunciation" as const },
          ...{ topics: [], duration_seconds: 480 },
        },
      ],
    },
    written: [
      { session_id: "s", title: "Spread", begun_at: at("2026-11-18"), messages: 4, questions: 1 },
      { session_id: "t", title: "Scatter", begun_at: at("2026-11-19"), messages: 1, questions: 0 },
    ],
  };
  const shown = (code: "en" | "de") =>
    timelineOf(learning(past), stretch, zone, languageIn(code), also).rows.map(({ key, weeks }) => [
      key,
      // A space that does not break is one too.
      ...weeks.map((marks) => marks.map(({ kind, label }) => `${kind}: ${label}`.replace(/\s/g, " "))),
    ]);

  it("stand under the courses, in the week they were handed in, are due or were written", () => {
    expect(shown("en")).toEqual([
      ["statistics", [], ["missed: On 2026-11-18, 18 Nov: missed"]],
      [
        "assessments",
        [
          "handed_in: In time, 10 Nov: handed in, 84 %, middle half of the class 62 to 81 %",
          "handed_in_late: Late, 12 Nov: handed in late",
        ],
        ["not_handed_in: Missing, 17 Nov: not handed in", "due: Open, 21 Nov: due"],
      ],
      [
        "messages",
        [],
        [
          "messages: Spread, 18 Nov: 4 messages, 1 of them a question",
          "messages: Scatter, 19 Nov: 1 message",
        ],
      ],
      [
        "practice",
        ["practised: A job interview, 10 Nov: 11 min"],
        ["practised: Pronunciation, 19 Nov: 8 min"],
      ],
    ]);
    expect(shown("de").flat(2).join()).not.toMatch(/[{}]|learners\./);
  });
});

it("work has the latest first, and what is still to come at the end, the next of it first", () => {
  const one = (id: string, due: string | null, submitted: string | null = null) => ({
    ...{ id, submitted: submitted !== null, due_at: due === null ? null : at(due) },
    submitted_at: submitted === null ? null : at(submitted),
  });
  const all = [
    one("later", "2026-12-07"),
    one("next", "2026-11-21"),
    one("without a day", null),
    one("early", "2026-11-30", "2026-11-19"),
    one("missing", "2026-11-18"),
    one("old", "2026-11-01", "2026-11-02"),
  ];
  expect(latestFirst(all, at("2026-11-20")).map(({ id }) => id)).toEqual([
    ...["early", "missing", "old", "without a day", "next", "later"],
  ]);
});

describe("a score and the class", () => {
  const of = sideOfClass;

  it("is in the middle half up to its edges, as they are shown", () => {
    const half = { low: 60, high: 80 };
    expect([59.9, 60, 70, 80, 80.1].map((score) => of(score, half))).toEqual([
      ...["below", "same", "same", "same", "above"],
    ]);
    // 66.66… is written as 66.7, and so is the edge.
    expect(of(200 / 3, { low: 66.68, high: 80 })).toBe("same");
  });

  it("is not compared without a score, or with fewer than five people", () => {
    expect(of(null, { low: 60, high: 80 })).toBeNull();
    expect(of(70, null)).toBeNull();
  });
});
