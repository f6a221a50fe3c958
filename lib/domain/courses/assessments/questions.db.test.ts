import { beforeEach, describe, expect, it } from "vitest";
import type { Context } from "@/lib/http/context";
import {
  endOf,
  enroll,
  makeAssessment,
  makeClass,
  makeCourse,
  makeResult,
  makeSchool,
  makeUser,
  type Person,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { changeAssessmentBody, questionForm } from "./forms";
import { arrangeQuestions, changeAssessment, saveQuestion } from "./mutations";
import { readAssessment } from "./queries";
import { questionList } from "./question-answers";

const { sql } = testDatabase();

let school: { id: string };
let teacher: Person;
let course: { id: string };
let quiz: { id: string };
const as = (person: Person): Context => ({
  scope: scopeOf(person),
  request: { id: "request-1", address: "192.0.2.1" },
  now: new Date("2026-11-20T10:00:00Z"),
});

beforeEach(async () => {
  school = await makeSchool();
  teacher = await makeUser({ school_id: school.id, role: "instructor" });
  course = await makeCourse({ school_id: school.id, instructorIds: [teacher.id] });
  quiz = await makeAssessment({
    course_id: course.id,
    questions: [
      { id: "q1", title: "Which is largest?", maximum_points: 2 },
      { id: "q2", title: "Why?", maximum_points: 5 },
    ],
  });
});

const blank = { question_id: null, id: null, title: "New", maximum_points: 1 };
const save = (given: object, person = teacher) =>
  saveQuestion(
    as(person),
    questionForm.parse({ ...blank, course_id: course.id, assessment_id: quiz.id, ...given }),
  );
const patch = (given: object) =>
  changeAssessment(as(teacher), course.id, quiz.id, changeAssessmentBody.parse(given));
const stored = async () => (await readAssessment(scopeOf(teacher), course.id, quiz.id)).questions;
const numbers = async () => (await questionList(scopeOf(teacher), course.id, quiz.id)).items;

type Given = { q1?: [string | null, number | null]; q2?: [string | null, number | null] };
async function attempt(user: { id: string }, given: Given, number = 1) {
  const answers = Object.entries(given).map(([question_id, [answer, points]]) => ({
    question_id,
    answer,
    points,
  }));
  await makeResult({ assessment_id: quiz.id, user_id: user.id, attempt: number, answers });
}
async function learners(count: number) {
  const people = await Promise.all(Array.from({ length: count }, () => makeUser({ school_id: school.id })));
  for (const { id } of people) await enroll(course.id, id);
  return people;
}

describe("saving a question", () => {
  it("adds it at the end under the next free number or its own id, with an audit line", async () => {
    await save({ title: " What next? ", maximum_points: 3 });
    await save({ id: "essay", title: "Explain" });
    expect((await stored()).slice(2)).toEqual([
      { id: "q3", title: "What next?", maximum_points: 3 },
      { id: "essay", title: "Explain", maximum_points: 1 },
    ]);
    const log = await sql`
      select action, detail::text as detail from audit_log where target_id = ${quiz.id} order by id desc limit 1`;
    expect(log[0]).toMatchObject({ action: "assessment.update" });
    expect(log[0]!.detail).toContain("Explain");
  });

  it("refuses an id that another question has, no title and no points, and names the field", async () => {
    expect(await endOf(save({ id: "q2" }))).toBe("invalid id");
    const wrong = (given: object) =>
      questionForm
        .safeParse({ ...blank, course_id: course.id, assessment_id: quiz.id, ...given })
        .error?.issues.map(({ path }) => path.join("."));
    expect(wrong({ title: " " })).toEqual(["title"]);
    expect(wrong({ maximum_points: Number.NaN })).toEqual(["maximum_points"]);
    expect(wrong({ maximum_points: 0 })).toEqual(["maximum_points"]);
    expect(await stored()).toHaveLength(2);
  });

  it("edits one and leaves the others as a colleague has saved them meanwhile; of two edits of it the later is told", async () => {
    await patch({ questions: [...(await stored()), { id: "q9", title: "Other", maximum_points: 1 }] });
    await save({ question_id: "q1", title: "Which is smallest?", maximum_points: 2 });
    expect((await stored()).map(({ title }) => title)).toEqual(["Which is smallest?", "Why?", "Other"]);
    const stale = save({ question_id: "q1", title: "Mine", maximum_points: 2, revision: 1 });
    await expect(stale).rejects.toMatchObject({
      code: "conflict",
      options: { current: { title: "Which is smallest?", revision: 3 } },
    });
  });

  it("archives one and puts them in order, in what is saved by then", async () => {
    const ids = { course_id: course.id, assessment_id: quiz.id };
    await save({ title: "Third" });
    await arrangeQuestions(as(teacher), { ...ids, archive: { question_id: "q1", archived: true } });
    // What a colleague added meanwhile is not named, and stays last.
    await arrangeQuestions(as(teacher), { ...ids, order: ["q2", "q1"] });
    const order = async () => (await stored()).map(({ id, archived }) => [id, archived === true]);
    expect(await order()).toEqual([
      ["q2", false],
      ["q1", true],
      ["q3", false],
    ]);
    await arrangeQuestions(as(teacher), { ...ids, archive: { question_id: "q1", archived: false } });
    expect((await order())[1]).toEqual(["q1", false]);
    const unknown = arrangeQuestions(as(teacher), { ...ids, archive: { question_id: "q7", archived: true } });
    expect(await endOf(unknown)).toBe("not_found");
  });

  it("keeps every question that has answers, and its points above theirs", async () => {
    const [ana] = await learners(1);
    await attempt(ana!, { q2: ["Because", 4] });
    const [q1, q2] = await stored();
    expect(await endOf(patch({ questions: [q1] }))).toBe("conflict questions");
    expect(await endOf(patch({ questions: [q2] }))).toBe("done");
    expect(await endOf(save({ question_id: "q2", title: "Why?", maximum_points: 3 }))).toBe(
      "conflict questions[0].maximum_points",
    );
    expect(await endOf(save({ question_id: "q2", title: "Why?", maximum_points: 4 }))).toBe("done");
    expect(await endOf(patch({ questions: [{ ...q2!, maximum_points: 4, archived: true }] }))).toBe("done");
  });

  it("is not for who does not teach the course", async () => {
    const colleague = await makeUser({ school_id: school.id, role: "instructor" });
    expect(await endOf(save({}, colleague))).toBe("forbidden");
    expect(await endOf(questionList(scopeOf(colleague), course.id, quiz.id))).toBe("forbidden");
  });
});

describe("what people answered", () => {
  it("counts each person’s first answer, right when it has all points", async () => {
    const people = await learners(10);
    // 8 of 10 right at first; the two others are right in their second attempt.
    for (const [index, one] of people.entries()) {
      const isRight = index < 8;
      await attempt(one, { q1: [index % 2 ? "the seventh" : "The seventh ", isRight ? 2 : 0.5] });
      await attempt(one, { q1: ["The seventh", 2] }, 2);
    }
    // Wilson's interval of 8 of 10: 49.0 to 94.3 %.
    expect((await numbers())[0]).toEqual({
      ...{ id: "q1", title: "Which is largest?", maximum_points: 2, archived: false },
      ...{ answered: 10, marked: 10, right: 8 },
      ...{ right_percentage: 80, low_percentage: 49, high_percentage: 94.3, mean_points: 1.7 },
      answers: [{ answer: expect.stringMatching(/^the seventh$/i), people: 10, right: 8 }],
      other_answers: 0,
    });
  });

  it("gives counts of few people, and lists an answer that two gave", async () => {
    const [ana, rui, eva, ben] = await learners(4);
    await attempt(ana!, { q1: ["A", 2], q2: ["Mine", null] });
    await attempt(rui!, { q1: ["b", 0] });
    await attempt(eva!, { q1: ["a", 2] });
    // What has no text was answered all the same.
    await attempt(ben!, { q1: [null, 2] });
    const [first, second] = await numbers();
    expect(first).toMatchObject({
      ...{ answered: 4, marked: 4, right: 3, right_percentage: null, low_percentage: null },
      ...{ answers: [{ people: 2, right: 2 }], other_answers: 2, mean_points: 1.5 },
    });
    expect(second).toMatchObject({ answered: 1, marked: 0, right: 0, mean_points: null, other_answers: 1 });
  });

  it("leaves out who left the course and other classes, and a question nobody answered has no numbers", async () => {
    const monday = await makeClass({ course_id: course.id });
    await sql`update assessments set class_id = ${monday.id} where id = ${quiz.id}`;
    const [inClass, elsewhere, left] = await learners(3);
    await sql`update enrollments set class_id = ${monday.id} where user_id in (${inClass!.id}, ${left!.id})`;
    for (const one of [inClass, elsewhere, left]) await attempt(one!, { q1: ["A", 2] });
    await sql`delete from enrollments where user_id = ${left!.id}`;
    const [first, second] = await numbers();
    expect(first).toMatchObject({ answered: 1, right: 1, answers: [], other_answers: 1 });
    expect(second).toMatchObject({ answered: 0, marked: 0, right: 0, right_percentage: null, answers: [] });
  });
});
