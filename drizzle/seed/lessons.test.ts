import { expect, it } from "vitest";
import { plan } from "@/lib/testing/demo-playbacks";

const school = plan();

it("puts each class into a term, and what a lesson holds into an order without ties", () => {
  expect(school.terms.map(({ name }) => name)).toHaveLength(2);
  for (const one of school.terms) expect(one.starts_on < one.ends_on, one.name).toBe(true);
  expect(school.classes.every(({ term_id }) => term_id === school.terms[0]?.id)).toBe(true);
  const courseOf = new Map(school.lessons.map(({ id, course_id }) => [id, course_id]));
  const places = new Map<string, number[]>();
  const add = (lessonId: string, position = 0) =>
    places.set(lessonId, [...(places.get(lessonId) ?? []), position]);
  for (const { lesson_id, lesson_position } of school.videos) add(lesson_id!, lesson_position);
  for (const { lesson_id, lesson_position } of school.materials) add(lesson_id, lesson_position);
  const placed = school.sessions.meetings.filter(({ row }) => "lesson_id" in row && row.lesson_id);
  for (const { row } of placed) {
    const { lesson_id, lesson_position } = row as { lesson_id: string; lesson_position: number };
    add(lesson_id, lesson_position);
    expect(courseOf.get(lesson_id)).toBe(row.course_id);
  }
  expect(placed.length).toBeGreaterThan(10);
  for (const { id } of school.lessons) {
    const positions = places.get(id) ?? [];
    expect(positions.length).toBeGreaterThanOrEqual(2);
    expect(new Set(positions).size, id).toBe(positions.length);
    expect(Math.min(...positions)).toBeGreaterThan(0);
  }
});

it("is the same school again", () => {
  expect([plan().materials, plan().terms]).toEqual([school.materials, school.terms]);
});
