import type { Answer, Question } from "@/lib/db/tables/results";
import { normal, oneOf, pick, type Random } from "./distributions";

/* The ten questions of each quiz of the demo, and what a learner answers to them for so many points. */

/** By how hard they are: the later ones are rarely right. */
const titles = [
  ["The definition", -0.9],
  ["Reading the picture", -0.2],
  ["The example from the video", -0.6],
  ["What is missing here?", 0.5],
  ["Which number is right?", 0],
  ["The usual mistake", 0.9],
  ["The same with other data", 0.3],
  ["Two cases compared", 0.1],
  ["The exception", 1.3],
  ["In your own words: which sentence fits?", -0.4],
] as const;

const letters = ["A", "B", "C", "D"] as const;
const rightOf = (index: number) => letters[(index * 3 + 1) % letters.length]!;

/** Each for one point. */
export const questionsOfQuiz = (): Question[] =>
  titles.map(([title], index) => ({ id: `q${index + 1}`, title, maximum_points: 1 }));

/** Answers that add up to these points, in steps of a half: the easier a question is, the likelier it is right. */
export function answersFor(points: number, random: Random): Answer[] {
  const byEase = titles
    .map(([, difficulty], index) => ({ index, hard: difficulty + normal(random) }))
    .sort((a, b) => a.hard - b.hard);
  const pointsOf = new Map(
    byEase.map(({ index }, place) => [index, Math.max(0, Math.min(1, points - place))] as const),
  );
  return titles.map((_, index) => {
    const right = rightOf(index);
    const own = pointsOf.get(index)!;
    // One wrong answer is more tempting than the others.
    const tempting = letters[(index * 3 + 2) % letters.length]!;
    const wrong =
      pick(random, { tempting: 0.6, other: 0.4 }) === "tempting"
        ? tempting
        : oneOf(
            random,
            letters.filter((letter) => letter !== right && letter !== tempting),
          );
    const answer = own === 1 ? right : own > 0 ? `${right}, then ${wrong}` : wrong;
    return { question_id: `q${index + 1}`, answer, points: own };
  });
}
