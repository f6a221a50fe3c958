import { describe, expect, it } from "vitest";
import { transaction } from "@/lib/db/tx";
import { enqueueWork } from "@/lib/db/work-queue";
import { languageIn } from "@/lib/platform/catalogues";
import { endOf, makeSchool, makeUser, type Person, scopeOf, testDatabase } from "@/lib/testing/database";
import { beginRebuild, cancelWork, nextNight } from "./mutations";
import { openWorkOf, workCounts, workList, workOf } from "./queries";
import { workQuery } from "./schema";

const { sql } = testDatabase();
const [english, german] = [languageIn("en"), languageIn("de")];
const ctxOf = (person: Person) => ({
  scope: scopeOf(person),
  request: { id: "request-1", address: "192.0.2.7" },
  now: new Date("2026-11-28T09:00:00Z"),
});

async function people() {
  const [school, elsewhere] = [await makeSchool(), await makeSchool()];
  const of = async (role: "admin" | "instructor" | "student", schoolId: string | null) =>
    ctxOf(await makeUser({ school_id: schoolId, role }));
  return {
    admin: await of("admin", school.id),
    instructor: await of("instructor", school.id),
    colleague: await of("instructor", school.id),
    student: await of("student", school.id),
    otherAdmin: await of("admin", elsewhere.id),
    installation: await of("admin", null),
  };
}
const add = (ctx: ReturnType<typeof ctxOf>) =>
  transaction((tx) => enqueueWork(tx, ctx, { kind: "rebuild_rollups", input: {} }));

describe("work in the background", () => {
  it("is seen by who began it, the school's admin and the installation's", async () => {
    const all = await people();
    const id = await add(all.instructor);
    const seenBy: string[] = [];
    for (const [name, ctx] of Object.entries(all)) {
      const { items } = await workList(ctx.scope, workQuery.parse({ limit: 100 }), english);
      if (items.some((item) => item.id === id)) seenBy.push(name);
      const end = await endOf(workOf(ctx.scope, id, english));
      expect(end).toBe(seenBy.includes(name) ? "done" : "not_found");
    }
    expect(seenBy).toEqual(["admin", "instructor", "installation"]);
    expect(await openWorkOf(all.instructor.scope)).toEqual([id]);
    expect(await openWorkOf(all.admin.scope)).toEqual([]);
    expect(await workCounts(all.instructor.scope)).toEqual({ running: 0, waiting: 1, failed: 0 });
  });

  it("has its title and its failure in the reader's language", async () => {
    const { admin } = await people();
    const id = await add(admin);
    await sql`update background_work set state = 'failed',
      error = '{"key":"errors.work.process_ended"}' where id = ${id}`;
    expect(await workOf(admin.scope, id, german)).toMatchObject({
      title: "Neuzählung aller Werte",
      error: expect.stringContaining("Der Prozess"),
    });
    await sql`update background_work set error = '{"english":"Row 7 is wrong."}' where id = ${id}`;
    expect((await workOf(admin.scope, id, german)).error).toBe("Row 7 is wrong.");
  });

  it("ends at once when it is cancelled while it waits, at its next step while it runs, and never twice", async () => {
    const { admin, colleague, instructor } = await people();
    const id = await add(instructor);
    expect(await endOf(cancelWork(colleague, id))).toBe("not_found");
    await cancelWork(instructor, id);
    expect(await workOf(admin.scope, id, english)).toMatchObject({
      state: "cancelled",
      ended_at: instructor.now.toISOString(),
    });
    expect(await endOf(cancelWork(instructor, id))).toBe("conflict");

    const running = await add(instructor);
    await sql`update background_work set state = 'running' where id = ${running}`;
    await cancelWork(admin, running);
    await cancelWork(admin, running);
    expect(await workOf(admin.scope, running, english)).toMatchObject({
      state: "running",
      ended_at: null,
      cancel_requested_at: admin.now.toISOString(),
    });
    expect(
      await sql`select action, detail from audit_log where target_id = ${id} or target_id = ${running}`,
    ).toMatchObject(Array.from({ length: 3 }, () => ({ action: "work.cancel" })));
  });

  it("can begin at night: at the next two o'clock of the school's zone, and nobody's page waits for it", async () => {
    // A quarter to two and a quarter past in Kathmandu (UTC+5:45); in Lisbon two o'clock of 29 March 2026 is skipped, and comes at three.
    const zone = "Asia/Kathmandu";
    expect(nextNight(new Date("2026-11-28T20:00:00Z"), zone).toISOString()).toBe("2026-11-28T20:15:00.000Z");
    expect(nextNight(new Date("2026-11-28T20:15:00Z"), zone).toISOString()).toBe("2026-11-29T20:15:00.000Z");
    const beforeChange = new Date("2026-03-29T00:30:00Z");
    expect(nextNight(beforeChange, "Europe/Lisbon").toISOString()).toBe("2026-03-29T01:00:00.000Z");

    const { admin } = await people();
    const ctx = { ...admin, now: new Date() };
    const { id } = await beginRebuild(ctx, { at_night: true });
    expect(await beginRebuild(ctx, { at_night: true })).toEqual({ id });
    const begins = nextNight(ctx.now, "Europe/Lisbon");
    expect(await workOf(admin.scope, id, english)).toMatchObject({
      state: "waiting",
      begins_at: begins.toISOString(),
    });
    const [job] = await sql`select start_after from pgboss.job where id = ${id}`;
    expect(job?.start_after).toEqual(begins);
    expect(await openWorkOf(admin.scope)).toEqual([]);
    const now = await beginRebuild(ctx, { at_night: false });
    expect(now.id).not.toBe(id);
    expect(await openWorkOf(admin.scope)).toEqual([now.id]);
  });

  it("waits once however often a recount is asked for", async () => {
    const { admin, otherAdmin } = await people();
    const { id } = await beginRebuild(admin, { at_night: false });
    expect((await beginRebuild(admin, { at_night: false })).id).toBe(id);
    expect((await beginRebuild(otherAdmin, { at_night: false })).id).not.toBe(id);
  });
});
