import { describe, expect, it } from "vitest";
import { type LanguageCode, languageCodes } from "@/lib/language/languages";
import { languageIn } from "@/lib/platform/catalogues";
import { changesBetween, type HeldSession, historyTitle, overviewFindings } from "./overview";

const english = languageIn("en");
type Given = Parameters<typeof overviewFindings>[0];
/** The reference's numbers. */
const now: Given["now"] = {
  sessions_held: 6,
  sessions_planned: 3,
  total_attended: 177,
  total_registered: 225,
  registered_attended: 173,
  engaged: 114,
  attended_where_recorded: 177,
  average_attendance_rate: 76.9,
  average_engagement_rate: 64.4,
  average_duration_minutes: 65,
  average_rating: 4.2,
};
const drop = { from: 0.6, to: 0.65, at: 0.62, present: 32, lost: 8, lost_percent: 25 };
const lost = { curve: [32, 24], drop_offs: [drop] };
const whole = { curve: [32, 32], drop_offs: [] };
/** 40 registered; so many of them came, took part, and were present for this share of the session. */
const held = (
  came: number,
  engaged: number,
  present: number,
  over: Partial<HeldSession> = {},
): HeldSession => ({
  course_id: "statistics",
  format: "class",
  total_registered: 40,
  registered_attended: came,
  total_attended: came,
  engaged,
  average_presence_percentage: present,
  ...over,
});
const six = (came: number, engaged: number, present: number, over: Partial<HeldSession> = {}) =>
  Array.from({ length: 6 }, (_, index) => held(came + (index % 2), engaged, present - (index % 2), over));
const usual = six(24, 12, 80);
const said = (sessions: HeldSession[] | null, more: Partial<Given> = {}) =>
  overviewFindings(
    { now, changes: sessions && changesBetween(sessions, usual), sessions: [], ...more },
    english,
  )
    .map(({ text, strong }) => (strong ? `*${text}*` : text))
    .join(" ");

describe("what an overview opens with", () => {
  it("names what rose and what fell beyond chance", () => {
    // 34.5 against 24.5 of 40 come, 28 against 12 of those take part, for 70 against 80 % of the session.
    const sessions = six(34, 28, 70);
    expect(said(sessions, { sessions: [lost, lost, lost, whole, whole, whole] })).toBe(
      "More of the registered come and more take part, but *they leave earlier than before.* In three of six sessions more than a fifth of the room left at once.",
    );
    expect(said(six(24, 20, 80))).toBe("*More take part than before.*");
    expect(said(six(16, 4, 90))).toBe(
      "Fewer of the registered come and fewer take part, but *they stay longer than before.*",
    );
  });

  it("names nothing within chance, of too few sessions, or of sessions that are unlike", () => {
    const subject = "Six sessions were held; 77\u00a0% of the registered came.";
    // 26.5 and 24.5 of 40: 66 and 61 % of 240 people each.
    expect(said(six(26, 12, 80))).toBe(subject);
    expect(said(six(34, 28, 70).slice(0, 3))).toBe(subject);
    expect(said(six(34, 28, 70, { format: "coaching" }))).toBe(subject);
    expect(said(six(34, 28, 70, { course_id: "another" }))).toBe(subject);
    // Only the classes are compared.
    expect(said([...six(24, 12, 80), ...six(40, 40, 20, { format: "webinar" })])).toBe(subject);
    expect(said(null)).toBe(subject);
  });

  it("does not take one launch for a change", () => {
    const launch = held(400, 100, 80, { total_registered: 400 });
    expect(said([launch, ...six(24, 12, 80).slice(1)])).not.toContain("registered come");
  });

  it("falls back to the subject where nothing moved", () => {
    expect(said(null, { now: { ...now, average_attendance_rate: null }, sessions: [lost, lost] })).toBe(
      "Six sessions were held; *in both sessions more than a fifth of the room left at once.*",
    );
    expect(said(null, { now: { ...now, sessions_held: 1, total_attended: 0 } })).toBe(
      "One session was held, and nobody came.",
    );
    // Where times were not recorded, nobody knows whether people left.
    const durations = { curve: [], drop_offs: [] };
    expect(said(null, { sessions: [lost, lost, durations] })).toContain("in both sessions");
  });

  it("states that none was held", () => {
    expect(said(null, { now: { ...now, sessions_held: 0 } })).toBe(
      "No sessions were held in this period; *three are planned.*",
    );
    expect(said(null, { now: { ...now, sessions_held: 0, sessions_planned: 0 } })).toBe(
      "No sessions were held in this period.",
    );
  });
});

describe("the title of the attendance rates", () => {
  const title = (rates: number[], changes: Parameters<typeof historyTitle>[1] = null, registered = 40) =>
    historyTitle(
      rates.map((attendance_rate) => ({ attendance_rate, total_registered: registered })),
      changes,
      english,
    );

  it.each([
    ["Attendance has risen", [60, 61, 70, 72, 80, 83]],
    ["Attendance has fallen", [83, 80, 72, 70, 61, 60]],
    ["Attendance, session by session", [70, 72, 20, 90, 71, 74]],
    ["Attendance, session by session", [10, 50, 90]],
  ])("is %s", (expected, rates) => {
    expect(title(rates)).toBe(expected);
  });

  it("does not contradict the headline, and passes over sessions with few registrations", () => {
    const rising = [60, 61, 70, 72, 80, 83];
    const fewer = changesBetween(six(16, 12, 80), usual);
    expect(fewer.average_attendance_rate?.side).toBe("below");
    expect(title(rising, fewer)).toBe("Attendance, session by session");
    expect(title([...rising].reverse(), fewer)).toBe("Attendance has fallen");
    expect(title(rising, null, 4)).toBe("Attendance, session by session");
  });
});

describe("in other languages", () => {
  const shapes: [HeldSession[] | null, Partial<Given>][] = [
    [six(34, 28, 70), { sessions: [lost, lost, lost, whole, whole, whole] }],
    [six(24, 20, 80), {}],
    [six(16, 4, 90), { sessions: [lost, lost] }],
    [null, { sessions: [lost, lost, lost] }],
    [null, { now: { ...now, sessions_held: 1, total_attended: 0 } }],
    [null, { now: { ...now, registered_attended: 5, total_registered: 8 } }],
    [null, { now: { ...now, average_attendance_rate: null } }],
    [null, { now: { ...now, sessions_held: 0 } }],
    [null, { now: { ...now, sessions_held: 0, sessions_planned: 1 } }],
    [null, { now: { ...now, sessions_held: 0, sessions_planned: 0 } }],
  ];
  const all = (code: LanguageCode) =>
    shapes.map(([sessions, more]) =>
      overviewFindings(
        { now, changes: sessions && changesBetween(sessions, usual), sessions: [], ...more },
        languageIn(code),
      )
        .map(({ text }) => text)
        .join(" "),
    );

  it.each(languageCodes)("every shape is a sentence in %s", (code) => {
    for (const text of all(code)) expect(text).toMatch(/^[\p{Lu}][^{}]*\.$/u);
    expect(all(code).join()).not.toMatch(/overview\.\w/);
  });

  it("has the grammar of German and French", () => {
    expect(all("de")).toEqual([
      "Ein größerer Teil der Angemeldeten kommt und ein größerer Teil beteiligt sich, aber sie gehen früher als zuvor. In drei von sechs Sitzungen ging mehr als ein Fünftel der Anwesenden auf einmal.",
      "Ein größerer Teil beteiligt sich als zuvor.",
      "Ein kleinerer Teil der Angemeldeten kommt und ein kleinerer Teil beteiligt sich, aber sie bleiben länger als zuvor. In beiden Sitzungen ging mehr als ein Fünftel der Anwesenden auf einmal.",
      "Sechs Sitzungen fanden statt; 77\u00a0% der Angemeldeten kamen; in allen drei Sitzungen ging mehr als ein Fünftel der Anwesenden auf einmal.",
      "Eine Sitzung fand statt, und niemand kam.",
      "Sechs Sitzungen fanden statt; 5 von 8 Angemeldeten kamen.",
      "Sechs Sitzungen fanden statt.",
      "In diesem Zeitraum fanden keine Sitzungen statt; drei sind geplant.",
      "In diesem Zeitraum fanden keine Sitzungen statt; eine ist geplant.",
      "In diesem Zeitraum fanden keine Sitzungen statt.",
    ]);
    expect(all("fr").slice(0, 5)).toEqual([
      "Une plus grande part des inscrits vient et une plus grande part participe, mais on part plus tôt qu’avant. Dans trois séances sur six, plus d’un cinquième de la salle est parti d’un coup.",
      "Une plus grande part participe qu’avant.",
      "Une plus petite part des inscrits vient et une plus petite part participe, mais on reste plus longtemps qu’avant. Dans les deux séances, plus d’un cinquième de la salle est parti d’un coup.",
      "Six séances ont eu lieu\u00a0; 77\u00a0% des inscrits sont venus\u00a0; dans les trois séances, plus d’un cinquième de la salle est parti d’un coup.",
      "Une séance a eu lieu et personne n’est venu.",
    ]);
  });
});
