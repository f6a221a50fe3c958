import { asc, eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { makeCourse, makeSchool, testDatabase } from "@/lib/testing/database";
import { batches, inBatch } from "./batches";
import { courses } from "./tables/courses";
import { schools } from "./tables/schools";

const { db, sql: client } = testDatabase();

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
        id: courses.id,
        title: courses.title,
        created_at: courses.created_at,
        length: sql<number>`length(${courses.title})`.mapWith(Number),
        school: { zone: schools.time_zone },
      })
      .from(courses)
      .leftJoin(schools, eq(schools.id, courses.school_id))
      .where(eq(courses.school_id, school.id))
      .orderBy(asc(courses.title));
  const parts = await collected(batches(query(), "id", 2));
  expect(parts.map((part) => part.length)).toEqual([2, 2, 1]);
  expect(parts.flat()).toEqual(await query());
  expect(parts[0]?.[0]).toMatchObject({ title: "A", length: 1, school: { zone: school.time_zone } });
  expect(parts[0]?.[0]?.created_at).toBeInstanceOf(Date);
});

test("reads the facts of a batch's keys only, and of all for the keys", async () => {
  const school = await makeSchool();
  for (const title of ["A", "B", "C"]) await makeCourse({ school_id: school.id, title });
  const ofBatch = db
    .$with("of_batch")
    .as(db.select({ id: courses.id }).from(courses).where(inBatch(courses.id)));
  const query = db
    .with(ofBatch)
    .select({
      id: courses.id,
      title: courses.title,
      read: sql<number>`(select count(*) from ${ofBatch} b join courses c using (id) where c.school_id = ${school.id})`.mapWith(
        Number,
      ),
    })
    .from(courses)
    .where(eq(courses.school_id, school.id))
    .orderBy(asc(courses.title));
  const parts = await collected(batches(query, "id", 2));
  expect(parts.map((part) => part.map(({ title, read }) => [title, read]))).toEqual([
    [
      ["A", 2],
      ["B", 2],
    ],
    [["C", 1]],
  ]);
});

const numbers = () =>
  db.select({ n: sql<number>`n`.mapWith(Number) }).from(sql`generate_series(1, 100000) n`);

test("holds no connection between batches", async () => {
  const readers = Array.from({ length: 50 }, () => batches(numbers(), "n", 10));
  for (const reader of readers) expect((await reader.next()).value?.[9]).toEqual({ n: 10 });
  const [row] = await client<{ busy: number }[]>`
    select count(*)::int as busy from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`;
  expect(row?.busy).toBe(0);
  for (const reader of readers) expect((await reader.next()).value?.[0]).toEqual({ n: 11 });
});

test("returns a row as of its batch, and omits a deleted one", async () => {
  const school = await makeSchool();
  const made = [];
  for (const title of ["A", "B", "C", "D"]) made.push(await makeCourse({ school_id: school.id, title }));
  const { id, title } = courses;
  const query = db
    .select({ id, title })
    .from(courses)
    .where(eq(courses.school_id, school.id))
    .orderBy(asc(title));
  const parts = batches(query, "id", 2);
  expect((await parts.next()).value?.map((row) => row.title)).toEqual(["A", "B"]);
  await db.update(courses).set({ title: "0" }).where(eq(id, made[2]!.id));
  await db.delete(courses).where(eq(id, made[3]!.id));
  await makeCourse({ school_id: school.id, title: "Z" });
  expect((await parts.next()).value?.map((row) => row.title)).toEqual(["0"]);
  expect((await parts.next()).done).toBe(true);
});
