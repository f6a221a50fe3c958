import { chance, pick, type Random } from "./distributions";
import type { Incident } from "./session-sketch";

/*
 * What people write when they rate a session. The same few things come up again and again, in other words each time: that is
 * what themes are found by.
 */

type Lines = readonly string[];

const glad: Record<string, Lines> = {
  example: [
    "The worked example was very good",
    "I understood it by the worked example",
    "More worked examples like this one, please",
    "The worked example with the ferry data made it clear",
    "O exemplo resolvido ajudou muito",
  ],
  data: [
    "Loved that we could use our own data",
    "Trying it with my own data was the best part",
    "Good to bring our own data",
  ],
  pace: ["The pace was just right", "Good pace, and time for questions", "Calm pace, easy to follow"],
  questions: [
    "All my questions were answered",
    "I liked that questions were answered at once",
    "Great answers to the questions in the chat",
  ],
  plain: ["Very clear", "Excellent, thank you", "Best session so far", "Muito bom", "Helpful, as always"],
};

const mixed: Record<string, Lines> = {
  break: [
    "The break was too long",
    "After the break I had lost the thread",
    "A shorter break would be better",
  ],
  pace: ["Good, but the pace was high near the end", "The pace was a little fast for me"],
  example: ["One more worked example would have helped", "Fine, but I missed a worked example"],
  time: ["Too little time for questions", "It ran over and I had to leave before the questions"],
};

const sorry: Record<string, Lines> = {
  pace: ["The pace was too fast", "Too fast, I could not follow", "Pace too high, I gave up halfway"],
  example: ["Confusing without a worked example", "There was no worked example for the hard part"],
  plain: ["I was lost", "Boring in the middle", "Not what I expected"],
};

const ofIncident: Partial<Record<Incident, Lines>> = {
  sound: [
    "The sound was bad",
    "The sound kept breaking up",
    "Bad sound, I missed the first half",
    "O som estava péssimo",
    "Good session, but poor sound",
  ],
  fast: [
    "Far too fast",
    "The pace was too fast, too much material",
    "Too much in one session, the pace was terrible",
    "Please slow the pace down",
  ],
  break: [
    "The break was too long",
    "I lost the thread after the break",
    "Why a break just when it got interesting",
    "No break needed in 90 minutes",
  ],
  "no chat": ["I missed the chat", "Without chat I could not ask questions"],
};

/** What goes with a rating of 1 to 5, given what befell the session. */
export function commentOf(random: Random, rating: number, incidents: readonly Incident[]): string {
  const cause = incidents.find((one) => ofIncident[one]);
  const blame = cause && ofIncident[cause];
  if (blame && chance(random, rating <= 3 ? 0.7 : 0.15)) return ended(oneOf(random, blame));
  // Nobody complains of a break that there was not.
  const ofBreak = incidents.includes("break") ? 20 : 0;
  const [own, weights] =
    rating >= 4
      ? [glad, { example: 34, data: 20, pace: 12, questions: 16, plain: 24 }]
      : rating === 3
        ? [mixed, { break: ofBreak, pace: 26, example: 24, time: 24 }]
        : [sorry, { pace: 50, example: 30, plain: 20 }];
  const theme = pick(random, Object.entries(weights));
  const first = ended(oneOf(random, own[theme] ?? []));
  // Who is glad has a wish sometimes, more often below five stars; never the opposite of what they have just said.
  if (rating < 4 || !chance(random, rating === 4 ? 0.3 : 0.08)) return first;
  const wishes = Object.entries({ break: ofBreak, pace: 20, time: 20, example: 12 }).filter(
    ([wish]) => wish !== theme && !(wish === "time" && theme === "questions"),
  );
  return `${first} ${ended(oneOf(random, mixed[pick(random, wishes)] ?? []))}`;
}

const oneOf = (random: Random, lines: Lines): string =>
  pick(
    random,
    lines.map((line) => [line, 1] as const),
  );

const ended = (text: string): string => `${text}.`;
