import { describe, expect, it } from "vitest";
import type { Language } from "@/lib/language/language";
import { languageCodes } from "@/lib/language/languages";
import { languageIn } from "@/lib/platform/catalogues";
import { exampleInfo, exampleNumbers, exampleVod } from "../fixtures";
import { scoreComponents } from "../metrics";
import type { SessionNumbers } from "../schema";
import type { SessionStatus } from "../session";
import type { Typical } from "../typical";
import { type FindingFacts, sessionFindings } from "./session";
import { attendanceTitle, engagementTitle, feedbackTitle, scoreTitle, timelineTitle } from "./titles";

/* The sentences of a session's page in every language: each shape, by hand in German and French. */

const band = (median: number) => ({ low: median - 1, median, high: median + 1, sessions: 11 });
/** What is typical where everything is at this value. */
const typicalAt = (median: number): Typical => ({
  sessions: 11,
  numbers: {
    attendance_rate: band(median),
    engagement_rate: band(median),
    average_presence_percentage: band(median),
    peak_count: band(median),
    average_rating: band(median),
    engagement_score: band(median),
    total_attended: band(median),
    chat_message_count: band(median),
  },
  parts: Object.fromEntries(scoreComponents.map((key) => [key, band(median)])) as Typical["parts"],
});
const { attendance } = exampleNumbers;
const nobody = { ...attendance, total_attended: 0, registered_attended: 0, walk_ins: 0 };
const [drop] = exampleNumbers.drop_off_points;
/** 92 minutes, of which three are not long. */
const retention = Array.from({ length: 92 }, (_, minute) => ({ minute, viewers: 29, percentage: 80.6 }));

type Given = Partial<Omit<FindingFacts, "answer">> & {
  status?: SessionStatus;
  numbers?: Partial<SessionNumbers>;
  vod?: typeof exampleVod;
};
const factsOf = ({ status = "ended", numbers, vod: _, ...given }: Given): FindingFacts => ({
  typical: null,
  clock: (instant) => instant.slice(11, 16),
  ...given,
  answer: {
    ...exampleNumbers,
    retention,
    ...numbers,
    session_info: { ...exampleInfo, session_status: status },
  },
});
const said = (given: Given, language: Language) =>
  sessionFindings(factsOf(given), given.vod ?? null, language)
    .map(({ text }) => text)
    .join(" ")
    .replaceAll("\u00a0", " ");

const shapes: Record<string, Given> = {
  "a full sentence": { typical: typicalAt(30), returned: { left: 8, back: 5 } },
  "one who did not return": { typical: typicalAt(90), returned: { left: 8, back: 7 } },
  "all of few": {
    numbers: { drop_off_points: [{ ...drop!, present: 5, lost: 5 }] },
    returned: { left: 5, back: 0 },
  },
  "a count of few": { numbers: { drop_off_points: [{ ...drop!, present: 8, lost: 6 }] } },
  "who stayed": { numbers: { drop_off_points: [] } },
  "the recording": { vod: exampleVod },
  cancelled: { status: "cancelled" },
  planned: { status: "scheduled", numbers: { attendance: nobody }, usualRegistrations: band(33) },
  live: {
    status: "live",
    hereNow: 1,
    numbers: { drop_off_points: [], attendance: { ...attendance, total_attended: 3, walk_ins: 0 } },
  },
  "nobody here yet": { status: "live", hereNow: 0, numbers: { attendance: nobody } },
  "nobody came": { numbers: { attendance: nobody } },
  "very few": { numbers: { attendance: { ...attendance, total_attended: 1, walk_ins: 0 } } },
  "durations only": {
    numbers: {
      drop_off_points: [],
      peak_viewers: { peak_count: null, peak_timestamp: null, timeline: [] },
    },
  },
};

/** German and French. */
const expected: Record<string, [string, string]> = {
  "a full sentence": [
    "Mehr als üblich kamen und machten mit, aber ein Viertel der Anwesenden ging um 19:00, und drei von diesen acht kamen nicht zurück.",
    "Plus de personnes que d’habitude sont venues et ont participé, mais un quart de la salle a quitté la séance à 19:00, et trois de ces huit personnes ne sont pas revenues.",
  ],
  "one who did not return": [
    "Weniger als üblich kamen und machten mit, und ein Viertel der Anwesenden ging um 19:00, und eine von diesen acht kam nicht zurück.",
    "Moins de personnes que d’habitude sont venues et ont participé, et un quart de la salle a quitté la séance à 19:00, et une de ces huit personnes n’est pas revenue.",
  ],
  "all of few": [
    "Alle fünf Anwesenden gingen um 19:00, und von diesen fünf kam niemand zurück.",
    "Les cinq personnes présentes sont parties à 19:00, et aucune de ces cinq personnes n’est revenue.",
  ],
  "a count of few": [
    "6 von 8 Anwesenden gingen um 19:00.",
    "6 des 8 personnes présentes sont parties à 19:00.",
  ],
  "who stayed": [
    "Vier Fünftel der Teilnehmenden blieben bis zum Ende.",
    "Quatre cinquièmes des personnes venues sont restées jusqu’à la fin.",
  ],
  "the recording": [
    "Ein Viertel der Anwesenden ging um 19:00. In der Aufzeichnung enden zwei Fünftel der Aufrufe zwischen 56:50 und 58:00.",
    "Un quart de la salle a quitté la séance à 19:00. Dans l’enregistrement, deux cinquièmes des lectures s’arrêtent entre 56:50 et 58:00.",
  ],
  cancelled: [
    "Diese Sitzung wurde abgesagt; 42 Personen hatten sich angemeldet.",
    "Cette séance a été annulée ; 42 personnes s’étaient inscrites.",
  ],
  planned: [
    "42 Personen sind angemeldet; üblich sind etwa 33 Anmeldungen zu diesem Zeitpunkt.",
    "42 personnes se sont inscrites ; d’habitude, il y en a environ 33 à ce stade.",
  ],
  live: [
    "1 Person ist gerade da, von 42 angemeldeten. Bisher sind 3 Personen gekommen.",
    "1 personne est présente en ce moment, sur 42 inscrites. Jusqu’ici, 3 personnes sont venues.",
  ],
  "nobody here yet": [
    "Von den 42 Angemeldeten ist noch niemand da.",
    "Aucune des 42 personnes inscrites n’est encore là.",
  ],
  "nobody came": ["Von den 42 Angemeldeten kam niemand.", "Aucune des 42 personnes inscrites n’est venue."],
  "very few": [
    "1 Person kam, bei 42 Anmeldungen: zu wenige, um ein Muster zu erkennen.",
    "1 personne est venue, sur 42 inscrites : trop peu pour dégager une tendance.",
  ],
  "durations only": [
    "Die Anwesenden waren im Schnitt 1 h 14 min da, aber die Zeiten wurden nicht erfasst.",
    "Les personnes ont été présentes 1 h 14 min en moyenne, mais les horaires n’ont pas été enregistrés.",
  ],
};

const titlesOf = (given: Given, language: Language) => {
  const facts = factsOf(given);
  return [
    timelineTitle(facts, language),
    attendanceTitle(facts, language),
    engagementTitle(facts, language),
    scoreTitle(facts, language),
    feedbackTitle({ ...exampleNumbers, themes: [], comments: [] }, language),
  ];
};

describe.each(Object.entries(shapes))("%s", (name, given) => {
  it("is a sentence in German and French", () => {
    expect([said(given, languageIn("de")), said(given, languageIn("fr"))]).toEqual(expected[name]);
  });

  it.each(languageCodes)("leaves nothing of the message in %s", (code) => {
    const texts = [said(given, languageIn(code)), ...titlesOf(given, languageIn(code))];
    for (const text of texts) expect(text).not.toMatch(/[{}#]|session\.|undefined|^\p{Ll}/u);
  });
});

it("the titles are sentences in German and French", () => {
  expect(titlesOf({ typical: typicalAt(30) }, languageIn("de"))).toEqual([
    "Ein Viertel der Anwesenden ging um 19:00",
    "36 Personen kamen, 8 von 42 Angemeldeten nicht",
    "25 von 36 machten mit, mehr als üblich",
    "Der Wert ist hoch, denn viele machten mit",
    "15 von 17 gaben vier oder fünf Sterne",
  ]);
  expect(titlesOf({ typical: typicalAt(90) }, languageIn("fr"))).toEqual([
    "Un quart de la salle a quitté la séance à 19:00",
    "36 personnes sont venues, 8 absentes sur 42 inscrites",
    "25 sur 36 ont participé, moins que d’habitude",
    "Le score est bas parce que moins de personnes ont participé",
    "15 sur 17 ont donné quatre ou cinq étoiles",
  ]);
});
