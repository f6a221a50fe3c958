import { asc, eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { makeCourse, makeSchool, testDatabase } from "@/lib/testing/database";
import { batches } from "./batches";
import { courses } from "./tables/courses";
import { schools } from "./tables/schools";

const { db } = testDatabase();

const collected = async <Row>(parts: AsyncIterable<Row[]>): Promise<Row[][]> => {
  const all: Row[][] = [];
  for await (const part of parts) all.push(part);
  return all;
};

test("reads a query in batches, with the rows that the query itself gives", async () => {
  const school = await makeSchool();
  for (const title of ["A", "B", "C", "D", "E"]) await makeCourse({ school_id: school.id, title });
  const query = () =>
    db
      .select({
        title: courses.title,
        created_at: courses.created_at,
        length: sql<number>`length(${courses.title})`.mapWith(Number),
        school: { zone: schools.time_zone },
      })
      .from(courses)
      .leftJoin(schools, eq(schools.id, courses.school_id))
      .where(eq(courses.school_id, school.id))
      .orderBy(asc(courses.title));
  const parts = await collected(batches(query(), 2));
  expect(parts.map((part) => part.length)).toEqual([2, 2, 1]);
  expect(parts.flat()).toEqual(await query());
  expect(parts[0]?.[0]).toMatchObject({ title: "A", length: 1, school: { zone: school.time_zone } });
  expect(parts[0]?.[0]?.created_at).toBeInstanceOf(Date);
});

test("gives its connection back when the loop is left", async () => {
  const numbers = () =>
    db.select({ n: sql<number>`n`.mapWith(Number) }).from(sql`generate_series(1, 100000) n`);
  for (let round = 0; round < 30; round += 1)
    for await (const part of batches(numbers(), 10)) {
      expect(part[9]).toEqual({ n: 10 });
      break;
    }
  expect(await db.select({ one: sql`1` }).from(sql`(select 1) x`)).toHaveLength(1);
});
