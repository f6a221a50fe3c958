import { beforeEach, describe, expect, it } from "vitest";
import type { Context } from "@/lib/http/context";
import {
  endOf,
  enroll,
  makeAssessment,
  makeCourse,
  makeResult,
  makeSchool,
  makeUser,
  type Person,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { assessmentItem } from "../assessments/forms";
import { deleteAssessment, saveAssessment } from "../assessments/mutations";
import { readAssessment } from "../assessments/queries";
import { resultListQuery } from "./forms";
import { deleteResult } from "./mutations";
import { resultList } from "./queries";

const { sql } = testDatabase();
const as = (person: Person): Context => ({
  scope: scopeOf(person),
  request: { id: "request-1", address: "192.0.2.1" },
  now: new Date("2026-11-20T10:00:00Z"),
});
let school: { id: string };
let course: { id: string };
let [teacher, ana, rui]: Person[] = [];

beforeEach(async () => {
  school = await makeSchool();
  teacher = await makeUser({ school_id: school.id, role: "instructor" });
  course = await makeCourse({ school_id: school.id, instructorIds: [teacher.id] });
  ana = await makeUser({ school_id: school.id, name: "Ana" });
  rui = await makeUser({ school_id: school.id, name: "Rui" });
  for (const one of [ana, rui]) await enroll(course.id, one.id);
});

const list = async (query: object = {}) =>
  (await resultList(scopeOf(teacher!), course.id, resultListQuery.parse(query))).items;

describe("what is deleted", () => {
  const logged = async (id: string) =>
    (await sql`select action, detail from audit_log where target_id = ${id} order by id desc limit 1`)[0];

  it("of a course’s results is one attempt, and the log keeps what it was", async () => {
    const quiz = await makeAssessment({ course_id: course.id, maximum_points: 20 });
    for (const [index, points] of [15, 12].entries())
      await makeResult({ assessment_id: quiz.id, user_id: ana!.id, attempt: index + 1, points });
    const [best] = await list({ sort: "score" });
    const other = await makeCourse({ school_id: school.id, instructorIds: [teacher!.id] });
    // Not through another course, and not by somebody who does not teach this one.
    expect(await endOf(deleteResult(as(teacher!), other.id, best!.id))).toBe("not_found");
    const stranger = await makeUser({ school_id: school.id, role: "instructor" });
    expect(await endOf(deleteResult(as(stranger), course.id, best!.id))).toBe("forbidden");
    expect(await list()).toHaveLength(2);

    await deleteResult(as(teacher!), course.id, best!.id);
    expect(await list()).toMatchObject([{ points: 12, attempt: 2 }]);
    expect(await logged(best!.id)).toMatchObject({
      action: "result.delete",
      detail: { before: { points: 15, user_id: ana!.id, attempt: 1 } },
    });
    expect(await readAssessment(scopeOf(teacher!), course.id, quiz.id)).toMatchObject({ scores: [60] });
    expect(await endOf(deleteResult(as(teacher!), course.id, best!.id))).toBe("not_found");
  });

  it("with an assessment is all its results, also of who left, and nothing else", async () => {
    const { id } = await makeAssessment({ course_id: course.id, external_id: "quiz", title: "Quiz" });
    const essay = await makeAssessment({ course_id: course.id, title: "Essay" });
    await makeResult({ assessment_id: id, user_id: ana!.id, points: 15 });
    await makeResult({ assessment_id: id, user_id: ana!.id, points: 20, attempt: 2 });
    await makeResult({ assessment_id: id, user_id: rui!.id, points: 12 });
    await makeResult({ assessment_id: essay.id, user_id: ana!.id, points: 30 });
    await sql`delete from enrollments where user_id = ${rui!.id}`;
    expect(await readAssessment(scopeOf(teacher!), course.id, "quiz")).toMatchObject({
      ...{ submitted: 1, results: 3 },
    });
    await deleteAssessment(as(teacher!), course.id, "quiz");
    expect(await list()).toMatchObject([{ assessment_title: "Essay", points: 30 }]);
    expect(await logged(id)).toMatchObject({
      action: "assessment.delete",
      detail: { before: { title: "Quiz", external_id: "quiz" }, results: 3 },
    });
    expect(await endOf(deleteAssessment(as(teacher!), course.id, "quiz"))).toBe("not_found");
    // Its external id is free again.
    const again = assessmentItem.parse({ external_id: "quiz", kind: "quiz", title: "Quiz" });
    expect(await saveAssessment(as(teacher!), course.id, again)).toMatchObject({ created: true });
  });
});
