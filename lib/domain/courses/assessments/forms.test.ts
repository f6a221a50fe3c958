import { expect, it } from "vitest";
import { newId } from "@/lib/platform/ids";
import { assessmentForm } from "./forms";

it("an assessment’s form names the field that is wrong", () => {
  const form = {
    ...{ course_id: newId(), assessment_id: null, title: "Quiz", kind: "quiz", weight: null },
    ...{ due_day: null, due_time: null, maximum_points: 10, lesson_id: null, class_id: null },
    external_id: null,
  };
  const wrong = (change: object) => {
    const { error } = assessmentForm.safeParse({ ...form, ...change });
    return error && [...new Set(error.issues.map(({ path }) => path.join(".")))];
  };
  expect(wrong({})).toBeUndefined();
  expect(wrong({ due_day: "2026-11-27" })).toBeUndefined();
  expect(wrong({ due_time: "12:00" })).toEqual(["due_day"]);
  expect(wrong({ due_day: "27.11." })).toEqual(["due_day"]);
  expect(wrong({ title: " " })).toEqual(["title"]);
  expect(wrong({ maximum_points: Number.NaN })).toEqual(["maximum_points"]);
  expect(wrong({ maximum_points: 0 })).toEqual(["maximum_points"]);
  expect(wrong({ title: "", due_time: "12:00" })).toEqual(["title", "due_day"]);
  expect(wrong({ weight: 101 })).toEqual(["weight"]);
});
