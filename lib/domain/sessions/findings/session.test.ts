import { describe, expect, it } from "vitest";
import { languageIn } from "@/lib/platform/catalogues";
import { exampleInfo, exampleNumbers, exampleVod } from "../fixtures";
import type { FeedbackNumbers, SessionNumbers, VodNumbers } from "../schema";
import type { SessionStatus } from "../session";
import type { Typical } from "../typical";
import { type FindingFacts, sessionFindings } from "./session";
import { attendanceTitle, engagementTitle, feedbackTitle, scoreTitle, timelineTitle } from "./titles";

const english = languageIn("en");
const band = (low: number, median: number, high: number) => ({ low, median, high, sessions: 11 });
/** 36 people and 25 of them who took part (53.1 to 82.0 %) are above, 34 of 42 (66.7 to 90.0 %) can be chance, the rest is as usual. */
const typical: Typical = {
  sessions: 11,
  numbers: {
    attendance_rate: band(70, 74.3, 78),
    engagement_rate: band(45, 50, 55),
    average_presence_percentage: band(76, 85, 90),
    peak_count: band(29, 31, 34),
    average_rating: band(4, 4.2, 4.4),
    engagement_score: band(66.1, 70.9, 73.8),
    total_attended: band(29, 33, 35),
    chat_message_count: band(31, 44, 52),
  },
  parts: {
    attendance_rate: band(70, 74.3, 78),
    engagement_rate: band(45, 50, 55),
    chat_activity: band(60, 71, 78),
    peak_retention: band(88, 91, 94),
  },
};
type Answer = FindingFacts["answer"] & { vod: VodNumbers | null; feedback: FeedbackNumbers } & SessionNumbers;
/** All that the page says, as its parts ask for it. */
const findings = ({ answer, ...given }: Omit<FindingFacts, "answer"> & { answer: Answer }) => {
  const facts = { answer, ...given };
  return {
    found: sessionFindings(facts, answer.vod, english),
    timelineTitle: timelineTitle(facts, english),
    scoreTitle: scoreTitle(facts, english),
    attendanceTitle: attendanceTitle(facts, english),
    engagementTitle: engagementTitle(facts, english),
    feedbackTitle: feedbackTitle(answer.feedback, english),
  };
};
const { average_rating, rating_distribution, total_responses } = exampleNumbers;
/** The example's session: people at each of its 92 minutes, 32 before the drop-off at minute 57 and 24 after. */
const retention = Array.from({ length: 92 }, (_, minute) => {
  const viewers = minute < 5 ? 9 : minute < 58 ? 32 : minute < 70 ? 24 : 29;
  return { minute, viewers, percentage: (viewers / 36) * 100 };
});
const answer: Answer = {
  ...exampleNumbers,
  session_info: exampleInfo,
  retention,
  vod: null,
  feedback: { average_rating, rating_distribution, total_responses, themes: [], comments: [] },
};
type Over = Partial<Omit<FindingFacts, "answer">> & {
  status?: SessionStatus;
  attendance?: Partial<Answer["attendance"]>;
  engagement?: Partial<Answer["engagement"]>;
  answer?: Partial<Answer>;
};
const of = ({ status = "ended", attendance, engagement, answer: more, ...rest }: Over = {}) =>
  findings({
    typical: null,
    clock: (instant) => instant.slice(11, 16),
    ...rest,
    answer: {
      ...answer,
      attendance: { ...answer.attendance, ...attendance },
      engagement: { ...answer.engagement, ...engagement },
      ...more,
      session_info: { ...exampleInfo, session_status: status },
    },
  });
const said = (over: Over = {}) =>
  of(over)
    .found.map(({ text, strong }) => (strong ? `*${text}*` : text))
    .join(" ");
const noDrops = { drop_off_points: [] };
const nobody = {
  total_attended: 0,
  registered_attended: 0,
  walk_ins: 0,
  attendance_rate: 0,
  average_duration_minutes: null,
};
const usual = (over: Partial<Typical["numbers"]>): Typical => ({
  ...typical,
  numbers: {
    ...typical.numbers,
    attendance_rate: band(70, 80, 90),
    engagement_rate: band(60, 70, 80),
    total_attended: band(29, 33, 38),
    ...over,
  },
});

describe("what a session's page opens with", () => {
  it("matches the reference page", () => {
    expect(said({ typical, returned: { left: 8, back: 5 } })).toBe(
      "More came and took part than usual, but *a quarter of the room left at 19:00,* and three of those eight did not return.",
    );
  });

  it("leaves out returns if unknown", () => {
    expect(said({ typical })).toBe(
      "More came and took part than usual, but *a quarter of the room left at 19:00.*",
    );
    expect(said({ returned: { left: 8, back: 8 } })).toContain(
      "left at 19:00,* and all of those eight returned later.",
    );
    expect(said({ returned: { left: 8, back: 0 } })).toContain("and none of those eight returned.");
  });

  it("goes on with 'and' where bad follows bad, and begins with the loss where the rest is as usual", () => {
    const fewer = {
      attendance_rate: band(85, 88, 90),
      engagement_rate: band(80, 85, 90),
      total_attended: band(38, 40, 42),
    };
    expect(said({ typical: usual(fewer) })).toMatch(/^Fewer came and took part than usual, and \*a quarter/);
    expect(said({ typical: usual({}) })).toBe("*A quarter of the room left at 19:00.*");
    expect(said({ typical: usual({ ...fewer, engagement_rate: band(45, 50, 55) }) })).toMatch(
      /^Fewer came than usual and a larger share took part, and/,
    );
  });

  it("does not report more attendees for a higher share of far fewer people", () => {
    // 81 % is above, but 36 heads are below.
    const few = { attendance_rate: band(60, 65, 70), total_attended: band(80, 90, 100) };
    expect(said({ typical: usual(few) })).toBe("*A quarter of the room left at 19:00.*");
    expect(
      said({ typical: usual(few), attendance: { total_registered: 0, attendance_rate: null } }),
    ).toContain("Fewer came than usual");
  });

  it("gives start and end of a long fall", () => {
    const long = [
      {
        from: "2026-11-18T18:59:00.000Z",
        to: "2026-11-18T19:12:00.000Z",
        at: "2026-11-18T19:01:00.000Z",
        present: 32,
        lost: 16,
        lost_percent: 50,
      },
    ];
    expect(said({ answer: { drop_off_points: long } })).toBe(
      "*Half of the room left between 18:59 and 19:12.*",
    );
  });

  it("describes how long people stayed if nobody was lost at once", () => {
    const long = usual({ average_presence_percentage: band(55, 60, 65) });
    expect(said({ typical: long, answer: noDrops })).toBe("*They stayed longer than usual.*");
    // 29 of the 36 who came at the last minute: 81 %.
    expect(said({ answer: noDrops })).toBe("*Four fifths of those who came stayed to the end.*");
    const empty = retention.map((point) => (point.minute > 80 ? { ...point, viewers: 10 } : point));
    expect(said({ answer: { ...noDrops, retention: empty } })).toBe("*36 came and 25 of them took part.*");
    // In four minutes nobody can be said to have stayed.
    const short = retention.slice(0, 4).map((point) => ({ ...point, viewers: 36 }));
    expect(said({ answer: { ...noDrops, retention: short } })).toBe("*36 came and 25 of them took part.*");
  });

  it("names where the recording loses its viewers", () => {
    // Nine lost are 41 % of 22.
    expect(said({ answer: { vod: exampleVod } })).toMatch(
      / On the recording, two in five stop between 56:50 and 58:00\.$/,
    );
    expect(said({ answer: { vod: { ...exampleVod, unique_viewers: 4 } } })).not.toContain("recording");
  });

  it("handles reports with durations only", () => {
    const durations = {
      ...noDrops,
      retention: [],
      peak_viewers: { peak_count: null, peak_timestamp: null, timeline: [] },
    };
    expect(said({ typical, answer: durations })).toBe(
      "More came and took part than usual, and *they were present for 1\u00a0h\u00a014\u00a0min on average,* but the times were not recorded.",
    );
    expect(of({ answer: durations }).timelineTitle).toBe("The report has durations, not times");
  });

  it("claims no pattern from very few people, and states that nobody came", () => {
    const three = { total_attended: 3, registered_attended: 3, walk_ins: 0, total_registered: 4 };
    expect(said({ attendance: three })).toBe("3 came, of 4 registered: too few to tell a pattern.");
    expect(said({ attendance: nobody })).toBe("*None of the 42 registered came.*");
    expect(said({ attendance: { ...nobody, total_registered: 0 } })).toBe(
      "*Nobody registered, and nobody came.*",
    );
  });

  it("describes planned, live and cancelled sessions in the right tense", () => {
    expect(said({ status: "scheduled", attendance: nobody })).toBe("*42 have registered.*");
    // Compared with the registrations for earlier sessions as long before they began, not with those who came.
    expect(said({ status: "scheduled", attendance: nobody, typical })).toBe("*42 have registered.*");
    const usualRegistrations = band(30, 33, 36);
    expect(said({ status: "scheduled", attendance: nobody, usualRegistrations })).toBe(
      "*42 have registered;* usually about 33 have by now.",
    );
    expect(
      said({ status: "scheduled", attendance: { ...nobody, total_registered: 0 }, usualRegistrations }),
    ).toBe("Nobody has registered yet; usually about 33 have by now.");
    expect(said({ status: "scheduled", attendance: { ...nobody, total_registered: 0 } })).toBe(
      "Nobody has registered yet.",
    );
    const live = { total_attended: 24, walk_ins: 0, total_registered: 26 };
    expect(said({ status: "live", hereNow: 21, attendance: live, answer: noDrops })).toBe(
      "*21 are here now,* of 26 registered. 24 have come so far.",
    );
    expect(said({ status: "live", hereNow: 36 })).toBe(
      "*36 are here now.* A quarter of the room left at 19:00.",
    );
    expect(said({ status: "live", hereNow: 0, attendance: nobody, answer: noDrops })).toBe(
      "*None of the 42 registered is here yet.*",
    );
    expect(said({ status: "cancelled", attendance: nobody })).toBe(
      "This session was cancelled; 42 had registered.",
    );
  });
});

describe("titles", () => {
  it("match the reference page", () => {
    const themes = [
      { theme: "worked example", comments: 8, average_rating: 4.9 },
      { theme: "break", comments: 6, average_rating: 3.5 },
      { theme: "own data", comments: 3, average_rating: 5 },
      { theme: "sound", comments: 2, average_rating: 1 },
    ];
    expect(of({ typical, answer: { feedback: { ...answer.feedback, themes } } })).toMatchObject({
      timelineTitle: "A quarter of the room left at 19:00",
      scoreTitle: "The score is high because people took part, not because more stayed",
      attendanceTitle: "36 came, 8 of the 42 registered did not",
      engagementTitle: "25 of 36 took part, more than usual",
      feedbackTitle: "Mentioned most: worked example and break",
    });
  });

  it("of the timeline fall back to who stayed, then to the subject", () => {
    expect(of({ answer: noDrops }).timelineTitle).toBe("Four fifths of those who came stayed to the end");
    const all = (came: number) =>
      of({
        attendance: { total_attended: came },
        answer: { ...noDrops, retention: [{ minute: 91, viewers: came, percentage: 100 }] },
      }).timelineTitle;
    expect([all(36), all(5)]).toEqual([
      "All who came stayed to the end",
      "All five who came stayed to the end",
    ]);
    expect(of({ status: "live", answer: noDrops }).timelineTitle).toBe("People present");
    expect(of({ attendance: nobody, answer: { ...noDrops, retention: [] } }).timelineTitle).toBe(
      "People present",
    );
  });

  it("of the score name the part that changed it most", () => {
    const title = (score: number, values: (number | null)[]) =>
      of({
        typical,
        attendance: { registered_attended: Math.round((42 * values[0]!) / 100) },
        engagement: { engaged: Math.round((36 * values[1]!) / 100) },
        answer: {
          peak_viewers: { ...answer.peak_viewers, peak_count: Math.round((36 * values[3]!) / 100) },
          engagement_score: score,
          engagement_score_parts: exampleNumbers.engagement_score_parts.map((part, index) => ({
            ...part,
            value: values[index] ?? null,
          })),
        },
      }).scoreTitle;
    // Attendance −24.3 × 0.3 is the largest loss; those who came wrote more.
    expect(title(60, [50, 50, 90, 91])).toBe(
      "The score is low because fewer of the registered came, although people wrote more",
    );
    expect(title(80, [100, 50, 71, 100])).toBe("The score is high because more of the registered came");
    expect(title(70, [60, 50, 90, 91])).toBe(
      "The score is about typical: people wrote more, but fewer of the registered came",
    );
    expect(title(70.9, [74, 50, 71, 91])).toBe("The score is about typical");
    expect(of().scoreTitle).toBe("The parts of the score");
    expect(
      of({ typical, answer: { engagement_score: null, engagement_score_note: "nobody_came" } }).scoreTitle,
    ).toBe("No score: no attendees");
  });

  it("of attendance fit every case", () => {
    const title = (over: Over) => of(over).attendanceTitle;
    const all = { total_attended: 42, registered_attended: 42, walk_ins: 0 };
    expect(title({ attendance: all })).toBe("42 came: everyone who registered");
    expect(title({ attendance: { ...all, total_attended: 44, walk_ins: 2 } })).toBe(
      "44 came, including all 42 registered",
    );
    const open = { total_registered: 0, registered_attended: 0, walk_ins: 36 };
    expect(title({ attendance: open })).toBe("36 came, without registering");
    expect(title({ attendance: nobody })).toBe("None of the 42 registered came");
    expect(title({ status: "live" })).toBe("36 have come, 8 of the 42 registered have not");
    expect(title({ status: "scheduled", attendance: nobody })).toBe("42 have registered");
    expect(title({ status: "cancelled", attendance: nobody })).toBe("42 had registered");
  });

  it("of engagement and feedback fall back to counts", () => {
    expect(of().engagementTitle).toBe("25 of 36 took part and asked 15 questions");
    expect(of({ engagement: { engaged: 0, engagement_rate: 0 } }).engagementTitle).toBe(
      "Nobody wrote or reacted",
    );
    expect(of({ attendance: nobody }).engagementTitle).toBe("Messages, questions and reactions");
    expect(of().feedbackTitle).toBe("15 of 17 gave four or five stars");
    const feedback = { ...answer.feedback, total_responses: 3 };
    expect(of({ answer: { feedback } }).feedbackTitle).toBe("3 answered");
    const none = { ...feedback, average_rating: null, total_responses: 0 };
    expect(of({ answer: { feedback: none } }).feedbackTitle).toBe("No feedback yet");
  });
});
