import { describe, expect, it } from "vitest";
import { type LanguageCode, languageCodes } from "@/lib/language/languages";
import { languageIn } from "@/lib/platform/catalogues";
import { type ComparedSession, compareSessions } from "../compare";
import { exampleComparison, exampleSummary } from "../fixtures";
import { compareFindings, dropOffClocks, lossText } from "./compare";
import { listFindings } from "./list";
import { messagesFindings, messagesTitle } from "./messages";

/* The sentences of the list, the comparison and the messages in every language. */

const joined = (findings: { text: string }[]) => findings.map(({ text }) => text).join(" ");

const counts = (live: number, scheduled: number, ended: number, cancelled: number) => ({
  live,
  scheduled,
  ended,
  cancelled,
});
const scores = [60, 65, 70, 75].map((engagement_score, index) => ({
  ...exampleSummary,
  engagement_score,
  series_number: index + 1,
  begun_at: new Date(Date.UTC(2026, 8, 2 + 7 * index, 18)).toISOString(),
}));
const lists: Parameters<typeof listFindings>[0][] = [
  { sessions: scores, total: 14, counts: counts(1, 3, 9, 1) },
  { sessions: [], total: 5, counts: counts(2, 1, 0, 2) },
  { sessions: [], total: 3, counts: counts(0, 0, 3, 0) },
  { sessions: [], total: 2, counts: counts(2, 0, 0, 0) },
  { sessions: [], total: 1, counts: counts(0, 1, 0, 0) },
  { sessions: [], total: 0, counts: null },
];
const listed = (code: LanguageCode) => lists.map((list) => joined(listFindings(list, languageIn(code))));

const written = (questions: number, answered: number) => ({
  chat_message_count: 58,
  unique_chatters: 21,
  questions_asked: questions,
  unique_askers: Math.min(questions, 10),
  questions_answered: answered,
  median_answer_seconds: null,
});
const said = (code: LanguageCode) => {
  const language = languageIn(code);
  return [
    ...[
      [0, 0],
      [15, 15],
      [15, 14],
      [15, 0],
      [1, 0],
    ].map(([asked = 0, answered = 0]) => joined(messagesFindings(written(asked, answered), language))),
    messagesTitle("questions", written(15, 12), language),
    messagesTitle("unanswered", written(15, 12), language),
    messagesTitle("unanswered", written(15, 15), language),
    messagesTitle(undefined, written(15, 12), language),
  ];
};

const clock = (instant: Date) => instant.toISOString().slice(11, 16);
const example = exampleComparison.sessions[0]!;
const weeks = (over: Partial<ComparedSession>[]): ComparedSession[] =>
  over.map((one, index) => ({
    ...example,
    session_id: `w${index}`,
    series_number: index + 4,
    started_at: new Date(Date.UTC(2026, 9, 28 + 7 * index, 18)).toISOString(),
    ...one,
    metrics: { ...example.metrics, engagement_score: 60 + 5 * index, ...one.metrics },
  }));
const best = {
  total_attended: 50,
  engagement_rate: 95,
  average_presence_percentage: 96,
  largest_drop_off_percent: 0,
};
const people = { total_registered: 60, registered_attended: 40 };
const compared = (code: LanguageCode) => {
  const language = languageIn(code);
  const sets = [
    weeks([{}, {}, {}, { ranked: false }]),
    weeks([
      {},
      {},
      {},
      {
        ...people,
        engaged: 47,
        drop_offs: [],
        retention: [10, 90, 95],
        metrics: { ...example.metrics, ...best },
      },
    ]),
    weeks([{ title: "One" }, { title: "Two", drop_offs: [] }]).map((row, index) => ({
      ...row,
      course_title: `Course ${index}`,
    })),
  ];
  return sets.flatMap((sessions) => {
    const { summary, ...titles } = compareFindings({ sessions, ...compareSessions(sessions) }, language);
    const [session] = sessions;
    return [
      joined(summary),
      ...Object.values(titles),
      ...dropOffClocks(session!, clock, language),
      lossText(session!, clock, language).text,
    ];
  });
};

describe.each(languageCodes)("in %s", (code) => {
  it("every sentence is written, and none shows a message's key or parts", () => {
    for (const sentence of [...listed(code), ...said(code), ...compared(code)])
      expect(sentence).not.toMatch(/[{}]|sessions\.|undefined|^$/);
  });
});

it("the list's sentences are German and French", () => {
  expect(listed("de")).toEqual([
    "14 Sitzungen: eine ist live, drei sind geplant, eine wurde abgesagt. Die Engagement-Werte in „Statistics for everyone“ sind drei Mal in Folge gestiegen.",
    "5 Sitzungen: zwei sind live, eine ist geplant, zwei wurden abgesagt.",
    "3 Sitzungen, alle abgehalten.",
    "2 Sitzungen, alle gerade live.",
    "1 Sitzung, geplant.",
    "Keine Sitzung entspricht der Auswahl.",
  ]);
  expect(listed("fr")).toEqual([
    "14 séances\u00a0: une est en direct, trois sont prévues, une a été annulée. Les scores d’engagement de «\u00a0Statistics for everyone\u00a0» ont augmenté trois fois de suite.",
    "5 séances\u00a0: deux sont en direct, une est prévue, deux ont été annulées.",
    "3 séances, toutes déjà tenues.",
    "2 séances, toutes en direct.",
    "1 séance, prévue.",
    "Aucune séance ne correspond.",
  ]);
});

it("the sentences about messages are German and French", () => {
  expect(said("de")).toEqual([
    "58 Nachrichten von 21 Personen, keine Fragen.",
    "15 Fragen von 10 Personen, alle beantwortet.",
    "15 Fragen von 10 Personen. 1 davon ist nicht beantwortet.",
    "15 Fragen von 10 Personen. Keine davon ist als beantwortet markiert.",
    "1 Frage von 1 Person. Sie ist nicht beantwortet.",
    "15 Fragen",
    "3 Fragen sind nicht beantwortet",
    "Keine offenen Fragen",
    "Alle Nachrichten",
  ]);
  expect(said("fr")).toEqual([
    "58 messages de 21 personnes, aucune question.",
    "15 questions de 10 personnes, toutes avec une réponse.",
    "15 questions de 10 personnes. 1 d’entre elles est sans réponse.",
    "15 questions de 10 personnes. Aucune n’est marquée comme traitée.",
    "1 question de 1 personne. Elle est sans réponse.",
    "15 questions",
    "3 questions sont sans réponse",
    "Aucune question sans réponse",
    "Tous les messages",
  ]);
});

it("the comparison's sentences are German and French", () => {
  expect(compared("de")).toEqual(
    expect.arrayContaining([
      "Eine wird gezeigt, aber nicht gewertet: anderes Format, andere Länge, wenige Personen oder ausgenommen. Keine klaren Unterschiede.",
      "Vier Sitzungen im Vergleich",
      "In allen vier ging mehr als ein Fünftel der Anwesenden auf einmal",
      "Nebeneinander",
      "Dieselben Kurven auf einer Achse",
      "18:57 bis 18:59",
      "25\u00a0% gingen um 18:57",
      "Der Engagement-Wert ist jedes Mal gestiegen, von 60,0 auf 77,9. Sitzung 7, die einzige ohne Abgang auf einmal, hatte die meisten Teilnehmenden, die höchste Beteiligung und die längste Anwesenheit.",
      "In drei von vier ging mehr als ein Fünftel der Anwesenden auf einmal",
      "Sitzung 7 ist bei drei Kennzahlen am besten",
      "Sitzung 7 hält 95\u00a0% bis zum Ende, Sitzung 6 56\u00a0%",
      "Keine klaren Unterschiede.",
      "Zwei Sitzungen im Vergleich",
      "In einer von zwei ging mehr als ein Fünftel der Anwesenden auf einmal",
    ]),
  );
  expect(compared("fr")).toEqual(
    expect.arrayContaining([
      "Une est affichée sans être classée\u00a0: autre format ou durée, peu de personnes, ou exclue des chiffres. Aucune différence nette.",
      "Quatre séances comparées",
      "Dans les quatre, plus d’un cinquième de la salle est parti d’un coup",
      "Côte à côte",
      "Les mêmes courbes sur un seul axe",
      "18:57 à 18:59",
      "25\u00a0% partis à 18:57",
      "Le score a augmenté à chaque fois, de 60,0 à 77,9. La séance 7, la seule qui n’a perdu personne d’un coup, a réuni le plus de monde, la plus forte participation et la présence la plus longue.",
      "Dans trois sur quatre, plus d’un cinquième de la salle est parti d’un coup",
      "La séance 7 est la meilleure sur trois mesures",
      "La séance 7 garde 95\u00a0% des participants jusqu’à la fin, la séance 6 56\u00a0%",
      "Aucune différence nette.",
      "Deux séances comparées",
      "Dans une sur deux, plus d’un cinquième de la salle est parti d’un coup",
    ]),
  );
});
