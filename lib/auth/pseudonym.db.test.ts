import { createHmac, hkdfSync } from "node:crypto";
import { expect, test } from "vitest";
import { env } from "@/lib/platform/env";
import { processCache } from "@/lib/platform/process";
import { makeSchool, testDatabase } from "@/lib/testing/database";
import { actorOf } from "./pseudonym";

const { sql } = testDatabase();
/** Another process, or this one two seconds later, has no key in memory. */
const forgetKeys = () => processCache("pseudonym keys", { max: 1 }).clear();
const user = "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b11";

test("a pseudonym is an HMAC-SHA-256 with the school's own key, and stays the same", async () => {
  const [school, other] = [await makeSchool(), await makeSchool()];
  const actor = await actorOf(school.id, user);
  const [key] = await sql<{ salt: Buffer }[]>`select salt from school_keys where school_id = ${school.id}`;
  const master = hkdfSync("sha256", env().LECTERN_SECRET, "lectern", "lectern pseudonym v1", 32);
  const own = hkdfSync("sha256", Buffer.from(master), key!.salt, school.id, 32);
  const expected = createHmac("sha256", Buffer.from(own)).update(user).digest("hex").slice(0, 32);
  expect(actor.replaceAll("-", "")).toBe(expected);
  forgetKeys();
  expect(await actorOf(school.id, user.toUpperCase())).toBe(actor);
  expect(await actorOf(other.id, user)).not.toBe(actor);
});

test("processes that need a school's first key at once use the same one", async () => {
  const { id } = await makeSchool();
  const actors = await Promise.all(
    Array.from({ length: 8 }, () => {
      forgetKeys();
      return actorOf(id, user);
    }),
  );
  expect(new Set(actors).size).toBe(1);
});

test("without the school's key nobody can tell whose events they were", async () => {
  const { id } = await makeSchool();
  const before = await actorOf(id, user);
  await sql`delete from school_keys where school_id = ${id}`;
  forgetKeys();
  expect(await actorOf(id, user)).not.toBe(before);
});
