import { beforeAll, expect, it } from "vitest";
import { mintScope, type Scope } from "@/lib/auth/scope";
import { newId } from "@/lib/platform/ids";
import { makeCourse, makeSchool, makeUser, makeVideo, testDatabase } from "@/lib/testing/database";
import { courseInSchool, courseList, findCourses, reachCourse } from "./queries";

testDatabase();
let mine: { id: string };
let theirs: { id: string };
let elsewhere: { id: string };
let scopes: Record<"admin" | "instructor" | "student" | "root", Scope>;

beforeAll(async () => {
  const [school, other] = [await makeSchool(), await makeSchool()];
  const scopeOf = async (role: Scope["role"], schoolId: string | null) => {
    const user = await makeUser({ school_id: schoolId, role });
    return mintScope({ user_id: user.id, name: user.name, role, school_id: schoolId });
  };
  scopes = {
    admin: await scopeOf("admin", school.id),
    instructor: await scopeOf("instructor", school.id),
    student: await scopeOf("student", school.id),
    root: await scopeOf("admin", null),
  };
  mine = await makeCourse({
    school_id: school.id,
    title: "Statistics 100 %",
    external_id: "stats",
    instructorIds: [scopes.instructor.user_id],
  });
  theirs = await makeCourse({ school_id: school.id, title: "Biology of 1000 plants" });
  elsewhere = await makeCourse({ school_id: other.id, title: "Statistics too", external_id: "stats" });
  await makeVideo({ school_id: school.id, course_id: mine.id });
});

const code = (code: string) => expect.objectContaining({ name: "AppError", code });
const titles = async (scope: Scope) => (await courseList(scope)).map((course) => course.title);

it("distinguishes forbidden from not found", async () => {
  expect((await reachCourse(scopes.instructor, "stats")).id).toBe(mine.id);
  await expect(reachCourse(scopes.instructor, theirs.id)).rejects.toEqual(code("forbidden"));
  await expect(reachCourse(scopes.instructor, elsewhere.id)).rejects.toEqual(code("not_found"));
  await expect(reachCourse(scopes.admin, newId())).rejects.toEqual(code("not_found"));
  await expect(reachCourse(scopes.student, mine.id)).rejects.toEqual(code("forbidden"));
  // Everybody may ask for their own progress in a course of their school.
  expect((await courseInSchool(scopes.student, mine.id)).mine).toBe(false);
  // In all schools at once "stats" is two courses.
  await expect(reachCourse(scopes.root, "stats")).rejects.toEqual(code("not_found"));
  expect((await reachCourse(scopes.root, elsewhere.id)).title).toBe("Statistics too");
});

it("lists what a scope reaches, by title", async () => {
  expect(await titles(scopes.admin)).toEqual(["Biology of 1000 plants", "Statistics 100 %"]);
  expect(await titles(scopes.student)).toEqual([]);
  expect((await courseList(scopes.instructor)).map(({ title, videos }) => [title, videos])).toEqual([
    ["Statistics 100 %", 1],
  ]);
});

it("escapes wildcards in the search", async () => {
  expect(await findCourses(scopes.admin, "100 %", 5)).toEqual({
    items: [{ id: mine.id, school_id: scopes.admin.school_id, title: "Statistics 100 %", videos: 1 }],
    total: 1,
  });
  expect((await findCourses(scopes.admin, "100", 1)).total).toBe(2);
  expect((await findCourses(scopes.instructor, "biology", 5)).total).toBe(0);
});
