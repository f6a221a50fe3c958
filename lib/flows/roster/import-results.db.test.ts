import { beforeEach, describe, expect, it } from "vitest";
import { rosterImport, rosterImportList } from "@/lib/domain/people/imports/queries";
import { rosterQuery } from "@/lib/domain/people/imports/schema";
import { languageIn } from "@/lib/platform/catalogues";
import {
  endOf,
  enroll,
  makeAssessment,
  makeClass,
  makeCourse,
  makeUser,
  type Person,
  scopeOf,
} from "@/lib/testing/database";
import { rosterWorld } from "@/lib/testing/roster-world";
import { runNextWork } from "../jobs/work";
import { importRoster } from "./import-roster";
import { undoRosterImport } from "./undo-roster";

const { sql, world, ctx, commit } = rosterWorld();
let course: { id: string; school_id: string };
let teacher: Person;

beforeEach(async () => {
  teacher = await makeUser({ school_id: world.schoolId, role: "instructor" });
  course = await makeCourse({ school_id: world.schoolId, title: "Statistics", instructorIds: [teacher.id] });
  for (const [name, external_id] of [
    ["Ana", "s1"],
    ["Ben", "s2"],
  ] as const)
    await enroll(course.id, (await makeUser({ school_id: world.schoolId, name, external_id })).id);
  await makeUser({ school_id: world.schoolId, name: "Eva", external_id: "s3" });
});

const read = (text: string, query: object = {}) =>
  importRoster(
    ctx(teacher),
    { bytes: new TextEncoder().encode(text), name: "results.csv" },
    rosterQuery.parse(query),
    languageIn("en"),
    course,
  );
/** Imports a file into the course to its end, and answers with what it did. */
async function importInto(text: string) {
  const { import_id } = await read(text, { commit: "true" });
  while (await runNextWork(new Date()));
  return rosterImport(scopeOf(teacher), import_id!, course);
}
const reasons = ({ wrong }: Awaited<ReturnType<typeof read>>) =>
  wrong.map(({ line, column, message }) => `${line} ${column}: ${message}`);
const stored = () =>
  sql`select users.external_id as who, assessments.title, attempt, points, carried_over,
      to_char(submitted_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as at
    from results join users on users.id = user_id join assessments on assessments.id = assessment_id
    where assessments.course_id = ${course.id} order by 1, 2, 3`;

describe("results of a course", () => {
  const assessments = [
    "ID;Title;Type;Due;Weight;Max points",
    "e1;First essay;Assignment;2026-11-27;12,5;40",
    "q1;Quiz 1;quiz;2026-12-01 18:30;;",
    "x1;Oral;talk;;;",
    "e2;Second essay;Aufgabe;soon;;",
  ].join("\n");

  it("come with their assessments: a file for each, with the wrong rows named", async () => {
    const made = await importInto(assessments);
    expect(made.counts?.assessment).toEqual({ new: 2, changed: 0, unchanged: 0, wrong: 2 });
    expect(reasons(made as never)).toEqual([
      "4 Type: “talk” is not a kind of assessment. Use quiz, assignment or exam.",
      "5 Due: “soon” is not a day such as 2026-11-27, a day and time such as 2026-11-27 19:04, or a number of days.",
    ]);
    // Lisbon has UTC in winter; a day ends with its last minute.
    expect(
      await sql`select external_id, kind, weight, maximum_points,
          to_char(due_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as due
        from assessments where course_id = ${course.id} order by 1`,
    ).toEqual([
      { external_id: "e1", kind: "assignment", weight: 12.5, maximum_points: 40, due: "2026-11-27 23:59" },
      { external_id: "q1", kind: "quiz", weight: null, maximum_points: 100, due: "2026-12-01 18:30" },
    ]);
    const file = [
      "Student ID,Assessment,Score,Date submitted,Attempt",
      "s1,e1,40,2026-11-26,",
      "s2,First essay,12.5,2026-11-27T10:00:00+02:00,",
      "s2,e1,20,,2",
      "s1,e1,1,,",
      "s3,e1,1,,",
      "s9,e1,1,,",
      "s1,e9,1,,",
      "s1,q1,100.5,,",
      "s1,q1,-1,,",
      "s1,q1,good,,",
      "s2,q1,,2026-12-01,",
    ].join("\n");
    const answer = await read(file);
    expect(answer.counts.result).toEqual({ new: 4, changed: 0, unchanged: 0, wrong: 7 });
    expect(reasons(answer)).toEqual([
      "5 null: Line 2 has the same attempt of the same person.",
      "6 null: This person is not enrolled in the course.",
      "7 null: This person is not enrolled in the course.",
      "8 Assessment: No assessment has the ID or title “e9”.",
      "9 Score: Must be 100 or less, the most that can be had",
      "10 Score: Must be 0 or more",
      "11 Score: “good” is not a number that can be used here.",
    ]);
    expect(await stored()).toEqual([]);
    expect(await importInto(file)).toMatchObject({ state: "done", added: 4, changed: 0, wrong_total: 7 });
    const after = await stored();
    expect(after).toEqual(
      [
        { who: "s1", title: "First essay", attempt: 1, points: 40, at: "2026-11-26 00:00" },
        { who: "s2", title: "First essay", attempt: 1, points: 12.5, at: "2026-11-27 08:00" },
        { who: "s2", title: "First essay", attempt: 2, points: 20, at: null },
        { who: "s2", title: "Quiz 1", attempt: 1, points: null, at: "2026-12-01 00:00" },
      ].map((row) => ({ ...row, carried_over: false })),
    );
    // The same file again changes nothing.
    expect(await importInto(file)).toMatchObject({ added: 0, changed: 0 });
    expect(await importInto(assessments)).toMatchObject({ added: 0, changed: 0 });
    expect(await stored()).toEqual(after);
  });

  it("can be corrected and undone; what was edited since stays", async () => {
    await makeAssessment({ course_id: course.id, external_id: "e1", title: "Essay", maximum_points: 20 });
    const first = await importInto("email,id,assessment,percentage\n,s1,e1,50\n,s2,e1,100 %");
    expect((await stored()).map(({ points }) => points)).toEqual([10, 20]);
    const second = await importInto("id,assessment,points\ns1,e1,11");
    expect(second).toMatchObject({ added: 0, changed: 1 });
    expect((await stored()).map(({ points }) => points)).toEqual([11, 20]);
    await undoRosterImport(ctx(teacher), second.id, course);
    expect((await stored()).map(({ points }) => points)).toEqual([10, 20]);
    expect((await undoRosterImport(ctx(teacher), first.id, course)).stay).toMatchObject({ results: 1 });
    expect((await stored()).map(({ who, points }) => [who, points])).toEqual([["s1", 10]]);
  });

  it("are of this course alone, and of nobody's list of people", async () => {
    const other = await makeCourse({ school_id: world.schoolId, title: "Writing" });
    await makeAssessment({ course_id: other.id, external_id: "w1" });
    expect(reasons(await read("id,assessment,points,course\ns1,w1,1,\ns1,w1,1,Writing"))).toEqual([
      "2 assessment: No assessment has the ID or title “w1”.",
      "3 assessment: No assessment has the ID or title “w1”.",
    ]);
    expect(reasons(await read("title,kind,course\nEssay,quiz,Writing"))).toEqual([
      "2 course: This import is of “Statistics”: leave out rows of other courses.",
    ]);
    expect(await endOf(read("email,name\nx@y.test,X"))).toBe("invalid file");
    await expect(read("id,quiz,Score,Grade\ns1,e1,1,2", { commit: "true" })).rejects.toMatchObject({
      options: {
        errors: [
          {
            path: "file",
            text: expect.stringContaining("The columns “Score” and “Grade” are both read as points"),
          },
        ],
      },
    });
    const { id } = await importInto("title,kind\nEssay,quiz");
    const stranger = await makeUser({ school_id: world.schoolId, role: "instructor" });
    for (const attempt of [
      () => rosterImport(scopeOf(world.admin), id),
      () => rosterImport(scopeOf(teacher), id, other),
      () => undoRosterImport(ctx(stranger), id),
      () => undoRosterImport(ctx(teacher), id, other),
    ])
      expect(await endOf(attempt())).toBe("not_found");
    expect((await rosterImportList(scopeOf(world.admin), { limit: 10, offset: 0 })).total).toBe(0);
    expect((await rosterImportList(scopeOf(teacher), { limit: 10, offset: 0 }, course)).total).toBe(1);
  });

  it("are not imported for somebody who no longer teaches the course when the work begins", async () => {
    await makeAssessment({ course_id: course.id, external_id: "e1" });
    await read("id,assessment,points\ns1,e1,1", { commit: "true" });
    await sql`delete from course_instructors where course_id = ${course.id}`;
    while (await runNextWork(new Date()));
    expect(await stored()).toEqual([]);
  });

  it("count days from the first day of the person's class, else of the course's first class", async () => {
    await makeAssessment({ course_id: course.id, external_id: "e1", title: "Essay" });
    const file = "id,assessment,points,date\ns1,e1,1,3\ns2,e1,2,-2";
    expect(reasons(await read(file))[0]).toContain("2 date: A number of days counts from the first day");
    const late = await makeClass({ course_id: course.id, starts_on: "2026-11-01" });
    await makeClass({ course_id: course.id, starts_on: "2026-10-05" });
    await sql`update enrollments set class_id = ${late.id} where course_id = ${course.id}
      and user_id = (select id from users where external_id = 's1' and school_id = ${world.schoolId})`;
    await importInto(file);
    // Summer time in Lisbon on 3 October.
    expect((await stored()).map(({ at }) => at)).toEqual(["2026-11-04 00:00", "2026-10-02 23:00"]);
  });
});

describe("the Open University's files", () => {
  const files = {
    courses: [
      '"code_module","code_presentation","module_presentation_length"',
      '"AAA","2013J","268"',
      '"BBB","2013J","240"',
      '"BBB","2014B","234"',
    ],
    registrations: [
      '"code_module","code_presentation","id_student","date_registration","date_unregistration"',
      '"AAA","2013J","11391","-159","?"',
      '"BBB","2014B","11391","-10","?"',
      '"BBB","2014B","30268","-92","12"',
    ],
    assessments: [
      '"code_module","code_presentation","id_assessment","assessment_type","date","weight"',
      '"AAA","2013J","1752","TMA","19","10"',
      '"BBB","2014B","14996","CMA","54","12.5"',
      '"BBB","2014B","15014","Exam","?","100"',
    ],
    results: [
      "id_assessment,id_student,date_submitted,is_banked,score\r",
      "1752,11391,18,0,78\r",
      "14996,11391,-1,1,?\r",
      "14996,30268,61,0,100\r",
      "14996,99,61,0,100\r",
    ],
  };

  it("go in as they are published: each presentation is a course", async () => {
    for (const lines of [files.courses, files.registrations, files.assessments])
      expect(await commit(lines.join("\n"))).toMatchObject({ state: "done", wrong: [] });
    const done = await commit(files.results.join("\n"));
    expect(done.counts?.result).toEqual({ new: 3, changed: 0, unchanged: 0, wrong: 1 });
    expect(reasons(done as never)).toEqual(["5 null: This person is not enrolled in the course."]);
    expect(
      await sql`select courses.title as course, users.name as who, assessments.title, kind, points, carried_over,
          to_char(due_at at time zone 'Europe/Lisbon', 'YYYY-MM-DD HH24:MI') as due,
          to_char(submitted_at at time zone 'Europe/Lisbon', 'YYYY-MM-DD') as at
        from results join users on users.id = user_id join assessments on assessments.id = assessment_id
          join courses on courses.id = assessments.course_id
        where courses.school_id = ${world.schoolId} order by 1, 2`,
    ).toEqual([
      // 1 October and 19 days; 1 October and 18 days.
      {
        ...{ course: "AAA 2013J", who: "11391", title: "TMA 1752", kind: "assignment", points: 78 },
        ...{ carried_over: false, due: "2013-10-20 23:59", at: "2013-10-19" },
      },
      // 1 February and 54 days, and a day before it.
      {
        ...{ course: "BBB 2014B", who: "11391", title: "CMA 14996", kind: "quiz", points: null },
        ...{ carried_over: true, due: "2014-03-27 23:59", at: "2014-01-31" },
      },
      {
        ...{ course: "BBB 2014B", who: "30268", title: "CMA 14996", kind: "quiz", points: 100 },
        ...{ carried_over: false, due: "2014-03-27 23:59", at: "2014-04-03" },
      },
    ]);
    expect(
      await sql`select terms.name, starts_on::text, ends_on::text from terms
        where school_id = ${world.schoolId} order by 1`,
    ).toEqual([
      { name: "2013J", starts_on: "2013-10-01", ends_on: "2014-06-26" },
      { name: "2014B", starts_on: "2014-02-01", ends_on: "2014-09-23" },
    ]);
    for (const lines of Object.values(files))
      expect(await commit(lines.join("\n"))).toMatchObject({ added: 0, changed: 0 });
  });
});
