import { beforeAll, describe, expect, it } from "vitest";
import { endOf, makeSchool, makeUser, scopeOf, testDatabase } from "@/lib/testing/database";
import { changeSessionBody, createSessionBody } from "../forms";
import { changeSession } from "./change";
import { createSession } from "./create";

const { sql } = testDatabase();
const request = { id: "request-1", address: "192.0.2.7" };
const now = new Date("2096-10-01T10:00:00Z");

let ctx: Parameters<typeof createSession>[0];
beforeAll(async () => {
  const school = await makeSchool();
  const teacher = await makeUser({ school_id: school.id, role: "instructor" });
  ctx = { scope: scopeOf(teacher), request, now };
});

const plan = (given: object) =>
  createSession(
    ctx,
    createSessionBody.parse({
      title: "Residuals",
      scheduled_start: "2096-10-15T17:00:00Z",
      scheduled_end: "2096-10-15T18:30:00Z",
      ...given,
    }),
  );
const change = (id: string, given: object) => changeSession(ctx, id, changeSessionBody.parse(given));
const rowsOf = async (ids: readonly string[]) =>
  (
    await sql`select id, title, page_url, external_id, status,
      to_char(scheduled_start at time zone 'Europe/Lisbon', 'MM-DD HH24:MI') as start,
      extract(epoch from scheduled_end - scheduled_start)::int / 60 as minutes
    from sessions where id = any(${[...ids]}) order by series_number`
  ).map((row) => ({ ...row }));

describe("a series", () => {
  it("is planned every two weeks until a day, at the same local time", async () => {
    const { ids } = await plan({ repeat: "two_weeks", repeat_until: "2096-11-26" });
    expect((await rowsOf(ids)).map(({ start }) => start)).toEqual([
      "10-15 18:00",
      "10-29 18:00",
      "11-12 18:00",
      "11-26 18:00",
    ]);
  });

  it("takes a number of sessions or a day, not both, and no day before it begins", async () => {
    expect(
      createSessionBody.safeParse({
        title: "Residuals",
        scheduled_start: "2096-10-15T17:00:00Z",
        scheduled_end: "2096-10-15T18:30:00Z",
        repeat_count: 3,
        repeat_until: "2096-11-26",
      }).error?.issues[0]?.path,
    ).toEqual(["repeat_until"]);
    expect(await endOf(plan({ repeat_until: "2096-10-14" }))).toBe("invalid repeat_until");
    expect(await endOf(plan({ repeat: "day", repeat_until: "2099-10-14" }))).toBe("invalid repeat_until");
  });
});

describe("a change of this and the later sessions", () => {
  it("moves each by as many days to the same clock time, and leaves the earlier ones and those that began", async () => {
    const { ids } = await plan({ repeat_count: 5, external_id: "first" });
    const [, second = "", , cancelled = ""] = ids;
    await sql`update sessions set status = 'cancelled' where id = ${cancelled}`;
    const answer = await change(second, {
      scope: "following",
      title: "Residuals, again",
      external_id: "second",
      // From Monday 22 October, 18:00 to Tuesday, 19:00, an hour long.
      scheduled_start: "2096-10-23T18:00:00Z",
      scheduled_end: "2096-10-23T19:00:00Z",
    });
    expect(answer.ids).toEqual([second, ids[2], ids[4]]);
    const rows = await rowsOf(ids);
    expect(
      rows.map(({ title, start, minutes, external_id }) => [title, start, minutes, external_id]),
    ).toEqual([
      ["Residuals", "10-15 18:00", 90, "first"],
      ["Residuals, again", "10-23 19:00", 60, "second"],
      ["Residuals, again", "10-30 19:00", 60, null],
      ["Residuals", "11-05 18:00", 90, null],
      ["Residuals, again", "11-13 19:00", 60, null],
    ]);
    const audits =
      await sql`select target_id from audit_log where action = 'session.update' and target_id = any(${ids})`;
    expect(audits.map((row) => row.target_id).sort()).toEqual([...answer.ids].sort());
  });

  it("changes in the later ones only what it changes in this one", async () => {
    const { ids } = await plan({ repeat_count: 3 });
    const [first = "", , third = ""] = ids;
    await change(third, { page_url: "https://courses.harbour.test/third", title: "Third" });
    await change(first, {
      scope: "following",
      title: "Residuals",
      page_url: "https://courses.harbour.test/all",
    });
    expect((await rowsOf(ids)).map(({ title, page_url }) => [title, page_url])).toEqual([
      ["Residuals", "https://courses.harbour.test/all"],
      ["Residuals", "https://courses.harbour.test/all"],
      ["Third", "https://courses.harbour.test/all"],
    ]);
    await change(first, { scope: "this", title: "Only the first" });
    expect((await rowsOf(ids)).map(({ title }) => title)).toEqual(["Only the first", "Residuals", "Third"]);
  });
});

describe("two edits of one revision", () => {
  it("are not both saved: the second is refused with what the first saved; one without a revision always is", async () => {
    const { id } = await plan({});
    await change(id, { title: "First", revision: 1 });
    const error = await change(id, { title: "Second", revision: 1 }).catch((error: unknown) => error);
    expect(error).toMatchObject({ code: "conflict", options: { current: { title: "First", revision: 2 } } });
    await change(id, { title: "By a program" });
    await change(id, { title: "Third", revision: 3 });
    expect((await rowsOf([id])).map(({ title }) => title)).toEqual(["Third"]);
  });

  it("raise the revision of every session of the series that they change", async () => {
    const { ids } = await plan({ repeat_count: 2 });
    await change(ids[0]!, { title: "Both", scope: "following" });
    expect(await endOf(change(ids[1]!, { title: "Stale", revision: 1 }))).toBe("conflict");
  });
});
