import { and, eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { newId } from "@/lib/platform/ids";
import { makeSchool, makeUser, testDatabase } from "@/lib/testing/database";
import { db } from "./client";
import { isAmong, isAnyOf, isOneOf } from "./literals";
import { users } from "./tables/people";

testDatabase();

it.each([1, 499, 500, 2000])("a condition on %i values is the same in each form", async (length) => {
  const school = await makeSchool();
  // A name with what an array literal must escape; somebody without an external id is in no list.
  const names = ['a "b"', "c\\d", "{e,f}", "NULL"];
  for (const external_id of [...names, "not listed", null])
    await makeUser({ school_id: school.id, external_id });
  const values = [...names, ...Array.from({ length }, () => newId())].slice(
    0,
    Math.max(length, names.length),
  );
  for (const form of [isAmong, isAnyOf, isOneOf]) {
    const rows = await db()
      .select({ external_id: users.external_id })
      .from(users)
      .where(and(eq(users.school_id, school.id), form(users.external_id, values)));
    expect(rows.map(({ external_id }) => external_id).sort(), form.name).toEqual(names.toSorted());
  }
});
