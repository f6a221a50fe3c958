import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { courses } from "@/lib/db/tables/courses";
import { makeCourse, makeSchool, testDatabase } from "@/lib/testing/database";
import { listOrder, listPage } from "./list";

const { db } = testDatabase();
let school_id: string;
beforeAll(async () => {
  school_id = (await makeSchool()).id;
  for (const [title, external_id] of [
    ["Algebra", "2"],
    ["Botany", null],
    ["Chemistry", "1"],
  ] as const)
    await makeCourse({ school_id, title, external_id });
});

const by = { title: courses.title, external: courses.external_id };
const page = async (
  sorted: { sort: keyof typeof by; order?: "asc" | "desc" },
  limits = { limit: 10, offset: 0 },
) => {
  const { items, total } = await listPage(
    db
      .select({ title: courses.title })
      .from(courses)
      .where(eq(courses.school_id, school_id))
      .orderBy(listOrder(sorted, by, ["title"]))
      .$dynamic(),
    limits,
  );
  return { titles: items.map(({ title }) => title), total };
};

describe("a list", () => {
  it("uses each sort's default direction unless another is given", async () => {
    expect((await page({ sort: "title" })).titles).toEqual(["Algebra", "Botany", "Chemistry"]);
    expect((await page({ sort: "title", order: "desc" })).titles).toEqual(["Chemistry", "Botany", "Algebra"]);
  });

  it("puts unknown values last in both directions", async () => {
    expect((await page({ sort: "external" })).titles).toEqual(["Algebra", "Chemistry", "Botany"]);
    expect((await page({ sort: "external", order: "asc" })).titles).toEqual([
      "Chemistry",
      "Algebra",
      "Botany",
    ]);
  });

  it("gives the total on every page, also past the last", async () => {
    expect(await page({ sort: "title" }, { limit: 2, offset: 2 })).toEqual({
      titles: ["Chemistry"],
      total: 3,
    });
    expect(await page({ sort: "title" }, { limit: 2, offset: 10 })).toEqual({ titles: [], total: 3 });
  });
});
