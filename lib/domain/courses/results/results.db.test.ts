import { beforeEach, describe, expect, it } from "vitest";
import { saveEach } from "@/lib/http/bulk";
import type { Context } from "@/lib/http/context";
import { languageIn } from "@/lib/platform/catalogues";
import {
  endOf,
  enroll,
  makeAssessment,
  makeClass,
  makeCourse,
  makeLesson,
  makeResult,
  makeSchool,
  makeUser,
  type Person,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { generator } from "@/lib/testing/numbers-model";
import { assessmentItem, assessmentListQuery, changeAssessmentBody } from "../assessments/forms";
import { changeAssessment, saveAssessment } from "../assessments/mutations";
import { assessmentList, readAssessment } from "../assessments/queries";
import { ownResultsQuery, resultItem, resultListQuery } from "./forms";
import { saveResult } from "./mutations";
import { ownResults, resultColumns, resultList, resultsInBatches } from "./queries";
import { scorePercentage, summaryOf, sumScores } from "./scores";

const { sql } = testDatabase();
const now = new Date("2026-11-20T10:00:00Z");
const as = (person: Person): Context => ({
  scope: scopeOf(person),
  request: { id: "request-1", address: "192.0.2.1" },
  now,
});
let school: { id: string };
let course: { id: string };
let [teacher, ana, rui, eva]: Person[] = [];

beforeEach(async () => {
  school = await makeSchool();
  teacher = await makeUser({ school_id: school.id, role: "instructor", name: "Ines" });
  course = await makeCourse({ school_id: school.id, instructorIds: [teacher.id] });
  ana = await makeUser({ school_id: school.id, name: "Ana", external_id: "s1", username: "ana" });
  rui = await makeUser({ school_id: school.id, name: "Rui", external_id: "s2" });
  eva = await makeUser({ school_id: school.id, name: "Eva", external_id: "s3" });
  for (const one of [ana, rui]) await enroll(course.id, one.id);
});

const assess = (given: object) => saveAssessment(as(teacher!), course.id, assessmentItem.parse(given));
const record = (...items: object[]) =>
  saveEach({ items }, resultItem, languageIn("en"), (item) => saveResult(as(teacher!), course.id, item));
const list = async (query: object = {}, person = teacher!) =>
  (await resultList(scopeOf(person), course.id, resultListQuery.parse(query))).items;
const statusOf = ({ results }: Awaited<ReturnType<typeof record>>) =>
  results.map((one) =>
    "errors" in one ? `${one.status} ${one.errors?.[0]?.path}: ${one.errors?.[0]?.message}` : one.status,
  );

describe("assessments", () => {
  it("are made once for an external id, then changed, and are set to a class and a lesson of the course", async () => {
    const monday = await makeClass({ course_id: course.id, external_id: "monday" });
    const lesson = await makeLesson({ course_id: course.id, external_id: "l1" });
    const given = {
      ...{ external_id: "tma1", kind: "assignment", title: "First essay", due_at: "2026-12-01T09:00:00Z" },
      ...{ class_id: "monday", lesson_id: "l1", weight: 20, maximum_points: 40 },
      questions: [{ id: "q1", title: "Why?", maximum_points: 10 }],
    };
    const made = await assess(given);
    expect(made.created).toBe(true);
    expect(await assess(given)).toEqual({ id: made.id, created: false });
    const [logged] = await sql`select count(*)::int as count from audit_log where target_id = ${made.id}`;
    expect(logged?.count).toBe(1);
    expect(await assess({ ...given, title: "Essay" })).toEqual({ id: made.id, created: false });
    expect(await readAssessment(scopeOf(teacher!), course.id, "tma1")).toMatchObject({
      ...{ title: "Essay", due_at: "2026-12-01T09:00:00.000Z", class_id: monday.id, lesson_id: lesson.id },
      ...{ revision: 2, enrolled: 0, submitted: 0, mean_score_percentage: null, scores: [] },
    });
  });

  it("refuse a lesson and a class of another course, and a maximum below a result", async () => {
    const other = await makeCourse({ school_id: school.id });
    await makeClass({ course_id: other.id, external_id: "theirs" });
    const quiz = { kind: "quiz", title: "Quiz", external_id: "quiz" };
    expect(await endOf(assess({ ...quiz, class_id: "theirs" }))).toBe("not_found class_id");
    expect(await endOf(assess({ ...quiz, lesson_id: "theirs" }))).toBe("not_found lesson_id");
    await assess(quiz);
    await record({ assessment_id: "quiz", user_id: "s1", points: 60 });
    const change = (given: object) =>
      endOf(changeAssessment(as(teacher!), course.id, "quiz", changeAssessmentBody.parse(given)));
    expect(await change({ maximum_points: 59 })).toBe("conflict maximum_points");
    expect(await change({ maximum_points: 60 })).toBe("done");
    expect(await change({ title: "Other", revision: 1 })).toBe("conflict");
  });
});

describe("results", () => {
  beforeEach(async () => {
    await assess({
      ...{ external_id: "quiz", kind: "quiz", title: "Quiz", maximum_points: 20 },
      questions: [{ id: "q1", title: "Why?", maximum_points: 5 }],
    });
  });

  it("are recorded once, by any name of the person; the same again changes nothing", async () => {
    const items = [
      { assessment_id: "quiz", user_id: "s1", points: 15, submitted_at: "2026-11-01T10:00:00Z" },
      { assessment_id: "quiz", email: rui!.email.toUpperCase(), percentage: 35 },
      { assessment_id: "quiz", username: "ana", attempt: 2, points: null },
    ];
    expect(statusOf(await record(...items))).toEqual([201, 201, 201]);
    const before = await list({ sort: "name" });
    expect(
      before.map(({ name, attempt, points, score_percentage }) => [name, attempt, points, score_percentage]),
    ).toEqual([
      ["Ana", 2, null, null],
      ["Ana", 1, 15, 75],
      ["Rui", 1, 7, 35],
    ]);
    expect(statusOf(await record(...items))).toEqual([200, 200, 200]);
    expect(await list({ sort: "name" })).toEqual(before);
    await record({ assessment_id: "quiz", user_id: "s1", points: 16 });
    expect((await list({ user_id: "s1", sort: "score" }))[0]).toMatchObject({
      points: 16,
      revision: 2,
      recorded_by: "Ines",
    });
  });

  it("name what is wrong with each item, and store the others", async () => {
    expect(
      statusOf(
        await record(
          { assessment_id: "quiz", user_id: "s3", points: 1 },
          { assessment_id: "quiz", user_id: "nobody", points: 1 },
          { assessment_id: "exam", user_id: "s1", points: 1 },
          { assessment_id: "quiz", user_id: "s1", points: 20.5 },
          { assessment_id: "quiz", user_id: "s1", points: 1, percentage: 5 },
          { assessment_id: "quiz", points: 1 },
          { assessment_id: "quiz", user_id: "s1", answers: [{ question_id: "q2" }] },
          { assessment_id: "quiz", user_id: "s1", answers: [{ question_id: "q1", points: 6 }] },
          {
            assessment_id: "quiz",
            user_id: "s1",
            points: 20,
            answers: [{ question_id: "q1", answer: "So", points: 5 }],
          },
        ),
      ),
    ).toEqual([
      "404 user_id: This person is not enrolled in the course.",
      "404 user_id: This person is not enrolled in the course.",
      "404 assessment_id: This assessment does not exist in the course.",
      "400 points: must be 20 or less, the most that can be had",
      "400 items[4].percentage: must be left out where points are given",
      "400 items[5].user_id: needs exactly one of user_id, email and username",
      "400 answers[0].question_id: is not a question of this assessment",
      "400 answers[0].points: must be 5 or less, the most that can be had",
      201,
    ]);
    expect(await list()).toMatchObject([{ answers: [{ question_id: "q1", answer: "So", points: 5 }] }]);
  });

  it("with an external id are one attempt each, and no other person’s", async () => {
    const given = { assessment_id: "quiz", user_id: "s1", external_id: "r1", points: 3 };
    expect(statusOf(await record(given, { ...given, external_id: "r2" }, { ...given, points: 4 }))).toEqual([
      201, 201, 200,
    ]);
    expect(
      (await list()).map(({ attempt, points, external_id }) => [attempt, points, external_id]).sort(),
    ).toEqual([
      [1, 4, "r1"],
      [2, 3, "r2"],
    ]);
    expect(statusOf(await record({ ...given, user_id: "s2" }, { ...given, attempt: 2 }))).toEqual([
      "409 external_id: is already used",
      "409 attempt: is recorded already for this person",
    ]);
  });

  it("of an assessment that is set to a class are of its people only", async () => {
    const monday = await makeClass({ course_id: course.id, external_id: "monday" });
    await sql`update enrollments set class_id = ${monday.id} where user_id = ${ana!.id}`;
    await assess({ external_id: "task", kind: "assignment", title: "Task", class_id: "monday" });
    const item = { assessment_id: "task", points: 1 };
    expect(statusOf(await record({ ...item, user_id: "s1" }, { ...item, user_id: "s2" }))).toEqual([
      201,
      "400 user_id: is in another class than the one that the assessment is set to",
    ]);
    expect(await readAssessment(scopeOf(teacher!), course.id, "task")).toMatchObject({
      enrolled: 1,
      submitted: 1,
    });
  });

  it("are read by staff of the course, and by a student only as their own", async () => {
    await record(
      { assessment_id: "quiz", user_id: "s1", points: 3 },
      { assessment_id: "quiz", user_id: "s2", points: 4 },
    );
    const own = await ownResults(scopeOf(ana!), ownResultsQuery.parse({}));
    expect(own).toMatchObject({ total: 1, items: [{ points: 3, assessment_title: "Quiz" }] });
    expect(JSON.stringify(own)).not.toContain("Rui");
    const stranger = await makeUser({ school_id: school.id, role: "instructor" });
    await expect(list({}, stranger)).rejects.toMatchObject({ code: "forbidden" });
    await expect(list({}, ana!)).rejects.toMatchObject({ code: "forbidden" });
    const rows = [];
    for await (const some of resultsInBatches(course, resultListQuery.parse({ sort: "name" })))
      rows.push(...some);
    expect(rows.map(({ name, points }) => [name, points])).toEqual([
      ["Ana", 3],
      ["Rui", 4],
    ]);
    const heads = resultColumns("Europe/Lisbon").map(({ header }) => header);
    expect(heads).toContain("Score %");
  });
});

describe("what the results of an assessment say", () => {
  it("below three people is their scores, from three on the mean of each person’s best", async () => {
    await assess({ external_id: "quiz", kind: "quiz", title: "Quiz", maximum_points: 20 });
    const read = () => readAssessment(scopeOf(teacher!), course.id, "quiz");
    await record(
      { assessment_id: "quiz", user_id: "s1", points: 10 },
      { assessment_id: "quiz", user_id: "s1", points: 15, attempt: 2 },
      { assessment_id: "quiz", user_id: "s2", points: 5 },
    );
    expect(await read()).toMatchObject({
      ...{
        enrolled: 2,
        submitted: 2,
        scored: 2,
        mean_score_percentage: null,
        scores: [25, 75],
        distribution: null,
      },
    });
    await enroll(course.id, eva!.id);
    await record({ assessment_id: "quiz", user_id: "s3", points: 20 });
    // (75 + 25 + 100) ÷ 3
    expect(await read()).toMatchObject({
      ...{ enrolled: 3, submitted: 3, scored: 3, mean_score_percentage: 66.7, scores: [] },
      distribution: [0, 0, 1, 0, 0, 0, 0, 1, 0, 1],
    });
    // Who left the course is counted no more; a result that is not marked is submitted, not scored.
    await sql`delete from enrollments where user_id = ${eva!.id}`;
    await sql`update results set points = null where user_id = ${rui!.id}`;
    expect(await read()).toMatchObject({ enrolled: 2, submitted: 2, scored: 1, scores: [75] });
  });

  it("is what the pure function says of the same random scores", async () => {
    const { next: random } = generator(7);
    for (const people of [1, 2, 3, 40]) {
      const { id } = await makeAssessment({ course_id: course.id, maximum_points: 7 + people });
      const best: number[] = [];
      let submitted = 0;
      for (let n = 0; n < people; n++) {
        const user = await makeUser({ school_id: school.id });
        await enroll(course.id, user.id);
        const tries = Array.from({ length: 1 + Math.floor(random() * 3) }, () =>
          random() < 0.2 ? null : Math.round(random() * (7 + people) * 4) / 4,
        );
        for (const [index, points] of tries.entries())
          await makeResult({ assessment_id: id, user_id: user.id, attempt: index + 1, points });
        submitted++;
        const marked = tries.flatMap((points) => scorePercentage(points, 7 + people) ?? []);
        if (marked.length) best.push(Math.max(...marked));
      }
      const { items } = await assessmentList(scopeOf(teacher!), course.id, assessmentListQuery.parse({}));
      const row = items.find((one) => one.id === id);
      expect(row).toMatchObject({ submitted, ...summaryOf(sumScores(best)) });
    }
  });
});
