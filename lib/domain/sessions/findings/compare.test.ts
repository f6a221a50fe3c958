import { describe, expect, it } from "vitest";
import { languageIn } from "@/lib/platform/catalogues";
import type { ComparedSession } from "../compare";
import { compareSessions } from "../compare";
import { exampleComparison } from "../fixtures";
import { compareFindings, dropOffClocks, lossText } from "./compare";

const english = languageIn("en");
const example = exampleComparison.sessions[0]!;
/** The four weeks of the reference: score, rate, came, minutes, peak, took part, messages, questions, rating, drop-off, at the end. */
const weeks: [title: string, ...numbers: number[]][] = [
  ["Scatter plots that say something", 63.4, 70.7, 29, 63, 26, 51.7, 31, 5, 3.8, 43, 38],
  ["Correlation is not a cause", 69.7, 79.1, 35, 72, 32, 57.1, 44, 9, 4.4, 31, 61],
  ["Fitting a line by eye", 72.9, 76.7, 34, 81, 31, 61.8, 52, 12, 4.2, 0, 83],
  ["Residuals and what they tell you", 77.9, 81, 36, 74, 33, 69.4, 58, 15, 4.3, 25, 56],
];
const sessions = weeks.map(
  ([title, ...n], index): ComparedSession => ({
    ...example,
    session_id: `w${index + 4}`,
    title,
    started_at: new Date(Date.UTC(2026, 9, 28 + 7 * index, 18)).toISOString(),
    series_number: index + 4,
    registered_attended: Math.round((n[1]! / 100) * 41),
    total_registered: 41,
    engaged: Math.round((n[5]! / 100) * n[2]!),
    metrics: {
      engagement_score: n[0]!,
      attendance_rate: n[1]!,
      total_attended: n[2]!,
      average_duration_minutes: n[3]!,
      // Of 90 minutes.
      average_presence_percentage: (n[3]! / 90) * 100,
      peak_count: n[4]!,
      engagement_rate: n[5]!,
      chat_message_count: n[6]!,
      questions_asked: n[7]!,
      messages_per_person: n[6]! / n[2]!,
      questions_per_hour: n[7]! / 1.5,
      average_rating: n[8]!,
      largest_drop_off_percent: n[9]!,
    },
    drop_offs: n[9]! > 0 ? [{ from: 0.6, to: 0.65, at: 0.6, present: 20, lost: 8, lost_percent: n[9]! }] : [],
    retention: [20, 90, n[10]!],
  }),
);
const of = (rows: ComparedSession[]) =>
  compareFindings({ sessions: rows, ...compareSessions(rows) }, english);
const said = (rows: ComparedSession[]) =>
  of(rows)
    .summary.map(({ text, strong }) => (strong ? `*${text}*` : text))
    .join(" ");
const withScores = (scores: (number | null)[]) =>
  scores.map((engagement_score, index) => ({
    ...example,
    session_id: `s${index}`,
    metrics: { ...example.metrics, engagement_score },
  }));

describe("the comparison's sentences", () => {
  it("matches the reference page", () => {
    expect(said(sessions)).toBe(
      // 81 and 90 % of 36 and 34 people, and 81.0 and 79.1 % of the registered, can be chance.
      "The score rose every time, from 63.4 to 77.9.",
    );
    expect(of(sessions)).toMatchObject({
      title: "Four sessions compared",
      panelsTitle: "In three of four more than a fifth of the room left at once",
      // Session 7 had the most people, and so the largest peak: that is no merit.
      tableTitle: "Side by side",
      overlayTitle: "Session 6 keeps 83\u00a0% to the end, session 4 38\u00a0%",
    });
  });

  it("names sessions of several courses by their titles, and by letters where titles repeat", () => {
    const apart = sessions.map((session, index) => ({ ...session, course_title: `Course ${index}` }));
    expect(of(apart).overlayTitle).toBe(
      "“Fitting a line by eye” keeps 83\u00a0% to the end, “Scatter plots that say something” 38\u00a0%",
    );
    const alike = apart.map((session) => ({ ...session, title: "Coaching call" }));
    expect(of(alike).overlayTitle).toBe("Session C keeps 83\u00a0% to the end, session A 38\u00a0%");
  });

  it("mentions a score that rises or falls overall, for four sessions or more", () => {
    expect(said(withScores([50, 60, 55, 70, 80]))).toContain(
      "Overall the score rose, from 55.0 on average in the first half to 68.3 in the second.",
    );
    expect(said(withScores([80, 70, 65, 60]))).toContain("The score fell every time, from 80.0 to 60.0.");
    // Two of six pairs are out of order; three are too few, however steep.
    expect(said(withScores([60, 50, 80, 70]))).not.toContain("score");
    expect(said(withScores([20, 50, 80]))).not.toContain("score");
    expect(said(withScores([80, null]))).not.toContain("score");
  });

  it("mentions one session that is best at everything only once", () => {
    const [first, , third] = sessions;
    const best = {
      ...third!,
      engaged: 45,
      metrics: {
        ...third!.metrics,
        total_attended: 50,
        engagement_rate: 90,
        average_presence_percentage: 92,
      },
    };
    expect(said([first!, best])).toContain("*Session 6 drew, engaged and kept people best.*");
    const calmer = { ...best, drop_offs: [], metrics: { ...best.metrics, largest_drop_off_percent: 0 } };
    expect(said([first!, { ...first!, session_id: "another", series_number: 5 }, calmer])).toContain(
      "*Session 6, the only one that lost nobody at once,",
    );
  });

  it("falls back to the subject where they are the same", () => {
    const same = exampleComparison.sessions;
    expect(said(same)).toBe("No clear differences.");
    expect(of(same)).toMatchObject({
      panelsTitle: "In both more than a fifth of the room left at once",
      tableTitle: "Side by side",
      overlayTitle: "The same curves on one axis",
    });
    expect(of(same.map((session) => ({ ...session, retention: [] }))).panelsTitle).toBe(
      "Share of attendees present",
    );
  });
});

it("sessions that are not ranked are shown, and nothing is said of them", () => {
  const apart = sessions.map((session, index) => ({ ...session, ranked: index < 3 }));
  expect(said(apart)).toMatch(
    /^One is shown and not ranked: another format or length, few people, or left out\./,
  );
  expect(said(apart)).not.toContain("score");
  expect(said(sessions.map((session) => ({ ...session, ranked: false })))).toMatch(
    /^These sessions are shown and not ranked/,
  );
});

describe("a session's drop-offs by the clock", () => {
  const clock = (instant: Date) => instant.toISOString().slice(11, 16);
  const session: ComparedSession = {
    ...example,
    started_at: "2026-11-18T18:00:00.000Z",
    duration_minutes: 100,
    drop_offs: [
      { from: 0.1, to: 0.15, at: 0.1, present: 36, lost: 9, lost_percent: 25 },
      { from: 0.6, to: 0.62, at: 0.61, present: 20, lost: 8, lost_percent: 40 },
    ],
  };

  it("are where they lie on its length", () => {
    expect(dropOffClocks(session, clock, english)).toEqual(["18:10 to 18:15", "19:00 to 19:02"]);
    expect(lossText(session, clock, english)).toEqual({
      text: `${english.percent(40, 0)} left at 19:01`,
      tone: "loss",
    });
  });

  it("can be none or unknown", () => {
    expect(lossText({ ...session, drop_offs: [] }, clock, english).text).toBe("no drop-off");
    expect(lossText({ ...session, drop_offs: [], retention: [] }, clock, english).text).toBe(
      "times were not recorded",
    );
  });
});
