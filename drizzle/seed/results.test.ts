import { expect, it } from "vitest";
import { dayOf, daysInclusive } from "@/lib/platform/time";
import { now, plan } from "@/lib/testing/demo-playbacks";

const school = plan();
const assessmentOf = new Map(school.assessments.map((row) => [row.id, row]));
const scoreOf = ({ assessment_id, points }: (typeof school.results)[number]) =>
  (points! / assessmentOf.get(assessment_id)!.maximum_points!) * 100;
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

it("gives each lesson that names a quiz an assessment, and each course that is not over four exercises", () => {
  const quizzes = school.assessments.filter(({ kind }) => kind === "quiz");
  const named = school.materials.filter(({ type }) => type === "quiz");
  expect(quizzes.map(({ lesson_id }) => lesson_id).sort()).toEqual(
    named.map(({ lesson_id }) => lesson_id).sort(),
  );
  const over = new Set(school.classes.flatMap(({ course_id, ends_on }) => (ends_on ? [course_id] : [])));
  // The only course whose last lesson was long ago and that has no live sessions.
  const titles = school.courses.filter(({ id }) => over.has(id)).map(({ title }) => title);
  expect(titles).toEqual(["Portugal and the sea, 1400–1600"]);
  for (const { id, title } of school.courses) {
    const exercises = school.assessments.filter(
      ({ course_id, kind }) => course_id === id && kind === "assignment",
    );
    expect(exercises, title).toHaveLength(over.has(id) ? 0 : 4);
  }
});

it("has results only of those who take the course, none after now, and each attempt once, in order", () => {
  const taken = new Set(school.enrollments.map(({ course_id, user_id }) => `${course_id} ${user_id}`));
  const attempts = new Map<string, number>();
  for (const result of school.results) {
    const { course_id, maximum_points, created_at } = assessmentOf.get(result.assessment_id)!;
    expect(taken.has(`${course_id} ${result.user_id}`)).toBe(true);
    expect(result.submitted_at!.getTime()).toBeLessThan(now.getTime());
    expect(result.submitted_at!.getTime()).toBeGreaterThan(created_at!.getTime());
    expect(result.points!).toBeGreaterThanOrEqual(0);
    expect(result.points!).toBeLessThanOrEqual(maximum_points!);
    const place = `${result.assessment_id} ${result.user_id}`;
    expect(result.attempt).toBe((attempts.get(place) ?? 0) + 1);
    attempts.set(place, result.attempt!);
  }
  expect(new Set(school.results.map(({ id }) => id)).size).toBe(school.results.length);
});

it("is plausible: some are missing, a few late, and who hands in most has the better scores", () => {
  const due = school.assessments.filter(({ due_at }) => due_at! < now);
  const dueIds = new Set(due.map(({ id }) => id));
  const first = school.results.filter(
    ({ attempt, assessment_id }) => attempt === 1 && dueIds.has(assessment_id),
  );
  const enrolled = (courseId: string) =>
    school.enrollments.filter(({ course_id }) => course_id === courseId).length;
  const expected = due.reduce((sum, { course_id }) => sum + enrolled(course_id), 0);
  const share = first.length / expected;
  expect(share).toBeGreaterThan(0.7);
  expect(share).toBeLessThan(0.92);
  const late = first.filter(
    ({ assessment_id, submitted_at }) => submitted_at! > assessmentOf.get(assessment_id)!.due_at!,
  );
  expect(late.length / first.length).toBeGreaterThan(0.02);
  expect(late.length / first.length).toBeLessThan(0.12);
  const scores = new Map<string, number[]>();
  for (const result of first)
    scores.set(result.user_id, [...(scores.get(result.user_id) ?? []), scoreOf(result)]);
  const courses = (userId: string) => school.enrollments.filter(({ user_id }) => user_id === userId).length;
  const people = [...scores].map(([id, list]) => ({ busy: list.length / courses(id), score: mean(list) }));
  people.sort((a, b) => b.busy - a.busy);
  const third = Math.floor(people.length / 3);
  const [most, least] = [people.slice(0, third), people.slice(-third)].map((some) =>
    mean(some.map(({ score }) => score)),
  );
  expect(most! - least!).toBeGreaterThan(5);
  expect(mean(people.map(({ score }) => score))).toBeGreaterThan(60);
  expect(mean(people.map(({ score }) => score))).toBeLessThan(85);
});

it("keeps most learners of running courses active in any seven days", () => {
  for (const days of [0, 1, 2, 3, 4, 5, 6]) {
    const at = new Date(now.getTime() + days * 24 * 3_600_000);
    const { assessments, results, enrollments, school: row } = plan({ now: at, scale: 0.01 });
    const courseOf = new Map(assessments.map(({ id, course_id }) => [id, course_id]));
    const recent = results.filter(
      ({ submitted_at }) => daysInclusive(dayOf(submitted_at!, row.time_zone), dayOf(at, row.time_zone)) <= 7,
    );
    const active = new Set(recent.map((one) => `${courseOf.get(one.assessment_id)} ${one.user_id}`));
    const running = new Set(
      assessments.filter(({ kind }) => kind === "assignment").map(({ course_id }) => course_id),
    );
    const enrolled = enrollments.filter(({ course_id }) => running.has(course_id)).length;
    expect(active.size / enrolled, at.toISOString()).toBeGreaterThan(0.8);
    expect(active.size / enrolled, at.toISOString()).toBeLessThan(0.97);
  }
});

it("is the same again", () => {
  expect([plan().assessments, plan().results]).toEqual([school.assessments, school.results]);
});

it("answers each question of a quiz once, for the points of the result, and the hard ones less well", () => {
  const shares = new Map<string, number[]>();
  for (const { assessment_id, points, answers } of school.results) {
    const { questions, maximum_points } = assessmentOf.get(assessment_id)!;
    expect(answers!.map(({ question_id }) => question_id)).toEqual((questions ?? []).map(({ id }) => id));
    if (!questions) continue;
    expect(questions.reduce((sum, one) => sum + one.maximum_points, 0)).toBe(maximum_points);
    expect(answers!.reduce((sum, one) => sum + one.points!, 0)).toBeCloseTo(points!, 9);
    for (const { question_id, points } of answers!)
      shares.set(question_id, [...(shares.get(question_id) ?? []), points!]);
  }
  expect(shares.size).toBe(10);
  // The definition is the easiest, the exception the hardest.
  expect(mean(shares.get("q1")!)).toBeGreaterThan(mean(shares.get("q9")!) + 0.2);
});
