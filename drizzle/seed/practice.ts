import type { practiceSessions } from "@/lib/db/tables/practice";
import { reviewDays } from "@/lib/domain/practice/spacing";
import type { Calendar } from "./calendar";
import { between, chance, clamp, idAt, normal, oneOf, pick, randomOf, whole } from "./distributions";

/* The practice of the demo's learners of a language: conversations, pronunciation drills and role-plays over three months. */

/** The demo's student: of every 12 sessions so many name an area, those before the last 12 and those of the last 12. */
const steady: readonly [area: string, before: number, last: number][] = [
  ["Word order in questions", 7, 0],
  ["Past perfect", 9, 2],
  ["Linking words", 8, 8],
  ["Articles: a, an, the", 6, 3],
  ["Word stress in long words", 1, 9],
];
const lastSessions = 12;
/** An area that only their latest sessions name, every second of them. */
const newArea = { area: "Asking back", sessions: 4 };

/** The areas of the student's session at this place from the first of the last 12 on, spread evenly. */
function steadyAreas(place: number): string[] {
  const names = steady.flatMap(([area, before, last]) => {
    const times = place < 0 ? before : last;
    const share = (at: number) => Math.floor((at * times) / lastSessions);
    return share(place + 1) > share(place) ? area : [];
  });
  const isNew = place >= lastSessions - newArea.sessions && place % 2 === 1;
  return isNew ? [...names, newArea.area] : names;
}

export const practiceCourse = "LANG-1";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** Of the first class so many practise, of the others too. */
const peopleInClass = 12;
/** Practice began so many days ago. */
const daysShown = 84;
const heldMost = 34;

/** The share of sessions that name an area, of somebody's first ones and of their last. */
const areas: readonly [area: string, first: number, last: number][] = [
  ["Word order in questions", 0.5, 0.1],
  ["Past perfect", 0.8, 0.12],
  ["Linking words", 0.65, 0.65],
  ["Articles: a, an, the", 0.5, 0.3],
  ["Word stress in long words", 0.04, 0.85],
  ["Asking back", 0, 0.2],
];
const topics = [
  ...["A talk about your data", "Long words", "A job interview", "Weekend plans", "Your studies"],
  ...["A book you read", "At the doctor’s", "A complaint in a shop"],
];
const vocabulary =
  "reliable thorough to commute to postpone nevertheless outlier shortcoming trade-off to weigh tentative to imply estimate bias to outline sample to resemble threshold to assume evidence likewise to decline range to spread average to predict unlikely to measure cause to compare rarely";
const words = vocabulary.match(/(?:to )?[\w-]+/g) ?? [];

/** The chapters of the course's videos that treat an area, by title: the seconds at which they begin. */
export const practiceChapters: Record<string, readonly (readonly [second: number, title: string])[]> = {
  "Shorter, please": [
    [0, "Why long sentences tire"],
    [150, "Word order in questions"],
    [262, "Cut one word in three"],
  ],
  "One paragraph, one thought": [
    [0, "What a paragraph is for"],
    [241, "Articles: a, an, the"],
    [380, "Exercise"],
  ],
  "However, therefore, nevertheless": [
    [0, "Two sentences that do not fit"],
    [190, "Linking words"],
    [348, "Commas"],
  ],
};

type Row = typeof practiceSessions.$inferInsert & { id: string; created_at: Date };
type Learner = { id: string; email: string; class_id: string | null | undefined };

/** The sessions of a course's learners; `always` practises most. All are over by yesterday. */
export function practiceSessionsOf(
  learners: readonly Learner[],
  given: { seed: string; school_id: string; calendar: Calendar; always: string | null },
): Row[] {
  const inClass = new Map<string, number>();
  return learners
    .toSorted((a, b) => Number(b.email === given.always) - Number(a.email === given.always))
    .flatMap(({ class_id, ...learner }) => {
      const before = inClass.get(class_id ?? "") ?? 0;
      inClass.set(class_id ?? "", before + 1);
      return before < peopleInClass ? sessionsOf(learner, given) : [];
    });
}

function sessionsOf(
  { id: user_id, email }: Omit<Learner, "class_id">,
  { seed, school_id, calendar, always }: Parameters<typeof practiceSessionsOf>[1],
): Row[] {
  const random = randomOf(seed, "practice", email);
  const held = email === always ? heldMost : whole(random, 6, 28);
  const level = 68 + 5 * normal(random);
  // The demo's student becomes more fluent; others by chance.
  const gain = email === always ? 11 : 4 * normal(random);
  const last = calendar.starts.length - 3 - (email === always ? 0 : whole(random, 0, 12));
  let learned = 0;
  const due = new Map<string, { reviews: number; day: number }>();
  return Array.from({ length: held }, (_, index): Row => {
    const share = held > 1 ? index / (held - 1) : 1;
    const jitter = index < held - 1 ? whole(random, 0, 1) : 0;
    const day = Math.max(0, last - Math.round((1 - share) * (daysShown - 1)) - jitter);
    const at = Math.round(calendar.starts[day]! + between(random, 17, 22) * hourMs);
    const session_type = pick(random, { conversation: 6, pronunciation: 3, roleplay: 1 });
    const drill = session_type === "pronunciation";
    const minutes = drill ? whole(random, 7, 10) : whole(random, 10, 17);
    const score = (middle: number) => clamp(Math.round(middle + 2.6 * normal(random)), 0, 100);
    const from = learned;
    learned = Math.min(words.length, from + (drill ? 0 : whole(random, 1, 3)));
    // Most words come again when they are due.
    const again = [...due].flatMap(([word, one]) => (one.day <= day && chance(random, 0.6) ? word : []));
    const said = [...again, ...words.slice(from, learned)];
    for (const word of said) {
      const reviews = due.has(word) ? due.get(word)!.reviews + 1 : 0;
      due.set(word, { reviews, day: day + (reviewDays[reviews] ?? Number.POSITIVE_INFINITY) });
    }
    return {
      ...{ id: idAt(random, at), school_id, user_id, session_type, created_at: new Date(at) },
      duration_seconds: minutes * 60 + whole(random, 0, 59),
      words_spoken: Math.round(minutes * (drill ? 24 : 58) * between(random, 0.85, 1.15)),
      pronunciation_score: score(level + 2),
      fluency_score: drill ? null : score(level - 5 + gain * share),
      grammar_score: drill ? null : score(level + 1),
      topics: drill ? ["Long words"] : [oneOf(random, topics)],
      vocabulary_learned: said,
      areas_to_improve:
        email === always
          ? steadyAreas(index - held + lastSessions)
          : areas.flatMap(([area, first, last]) =>
              chance(random, first + (last - first) * share ** 1.5) ? area : [],
            ),
      metadata: { app: "demo" },
    };
  });
}
