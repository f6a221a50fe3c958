import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { transaction } from "@/lib/db/tx";
import { enqueueWork } from "@/lib/db/work-queue";
import { cancelWork } from "@/lib/domain/work/mutations";
import { AppError } from "@/lib/platform/errors";
import { WorkCancelled } from "@/lib/platform/work";
import { makeSchool, makeUser, scopeOf, testDatabase } from "@/lib/testing/database";
import type { WorkDeclaration } from "./kinds";
import { recoverWork, runNextWork } from "./work";

const { sql } = testDatabase();
const now = new Date();
const school = await makeSchool();
const admin = await makeUser({ school_id: school.id, role: "admin" });
const ctx = { scope: scopeOf(admin) };

type Row = {
  id: string;
  state: string;
  done: number;
  total: number | null;
  unit: string | null;
  attempt: number;
  error: { key?: string; english?: string } | null;
  ended_at: Date | null;
};
const rowOf = async (id: string) => {
  const [row] = await sql<Row[]>`
    select id, state, done, total, unit, attempt, error, ended_at from background_work where id = ${id}`;
  return row!;
};
const jobs = async () =>
  sql<{ id: string; state: string; start_after: Date }[]>`select id, state, start_after from pgboss.job`;

const add = (input = {}, key?: string) =>
  transaction((tx) =>
    enqueueWork(tx, ctx, { kind: "rebuild_rollups", input, ...(key === undefined ? {} : { key }) }),
  );
const declared = (run: WorkDeclaration["run"]) => ({
  rebuild_rollups: { input: z.object({}), unit: "rows", run } satisfies WorkDeclaration,
});
const run = (work: WorkDeclaration["run"], stopping = () => false) =>
  runNextWork(now, stopping, declared(work));
/** The wait after a failure is over. */
const waited = () => sql`update pgboss.job set start_after = now() - interval '1 second'`;

beforeEach(async () => {
  await sql`delete from background_work`;
  await sql`delete from pgboss.job`;
});

describe("work", () => {
  it("runs once, as the person who began it, with its progress and its end", async () => {
    const id = await add();
    expect(await rowOf(id)).toMatchObject({ state: "waiting", done: 0, total: null });
    const seen: unknown[] = [];
    expect(
      await run(async ({ ctx: { scope }, input, progress }) => {
        seen.push(scope?.user_id, input, (await rowOf(id)).state);
        progress(3, 7);
      }),
    ).toBe(true);
    expect(seen).toEqual([admin.id, {}, "running"]);
    expect(await rowOf(id)).toMatchObject({ state: "done", done: 3, total: 7, unit: "rows", error: null });
    expect((await rowOf(id)).ended_at).not.toBeNull();
    expect(await jobs()).toHaveLength(0);
    expect(await run(async () => {})).toBe(false);
  });

  it("is not added when its transaction is rolled back", async () => {
    await expect(
      transaction(async (tx) => {
        await enqueueWork(tx, ctx, { kind: "rebuild_rollups", input: {} });
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    expect(await sql`select 1 from background_work`).toHaveLength(0);
    expect(await jobs()).toHaveLength(0);
  });

  it("waits once with the same key, and again once it has begun", async () => {
    const first = await add({}, "school");
    expect(await add({}, "school")).toBe(first);
    expect(await add({}, "other")).not.toBe(first);
    let next = "";
    await run(async () => {
      next = await add({}, "school");
    });
    expect(next).not.toBe(first);
    expect((await rowOf(first)).state).toBe("done");
  });

  it("is shared by many processes, each piece run once", async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, () => add()));
    const ran: string[] = [];
    const process = async () => {
      while (await run(async ({ ctx: { request } }) => void ran.push(request.id)));
    };
    await Promise.all(Array.from({ length: 4 }, process));
    expect(ran.sort()).toEqual(ids.sort());
  });
});

describe("a failure", () => {
  it("is tried again, longer apart each time, and at last told", async () => {
    const id = await add();
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 6; attempt++) {
      expect((await rowOf(id)).state).toBe("waiting");
      await run(async () => {
        throw new Error("the disk is full");
      });
      const [job] = await jobs();
      if (job) waits.push(job.start_after.getTime() - Date.now());
      if (attempt < 6) expect(await run(async () => {})).toBe(false);
      await waited();
    }
    expect(await rowOf(id)).toMatchObject({
      state: "failed",
      attempt: 6,
      error: { key: "errors.general.internal" },
    });
    expect(waits).toHaveLength(5);
    for (const [index, wait] of waits.slice(1).entries()) expect(wait).toBeGreaterThan(waits[index]! / 2);
    expect(waits[4]!).toBeGreaterThan(30_000);
    expect(await jobs()).toHaveLength(0);
  });

  it("that another attempt would meet again is told at once, in words", async () => {
    const id = await add();
    await run(async () => {
      throw new AppError("not_found", { english: "This video has been deleted." });
    });
    expect(await rowOf(id)).toMatchObject({
      state: "failed",
      attempt: 1,
      error: { english: "This video has been deleted." },
    });
  });
});

describe("cancelled work", () => {
  const cancel = (id: string) => sql`update background_work set cancel_requested_at = now() where id = ${id}`;

  it("stops at its next step", async () => {
    const id = await add();
    let steps = 0;
    await run(async ({ progress }) => {
      await cancel(id);
      for (; steps < 1000; steps++) {
        progress(steps, 1000);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    });
    expect(steps).toBeLessThan(1000);
    expect(await rowOf(id)).toMatchObject({ state: "cancelled", total: 1000 });
    expect(await jobs()).toHaveLength(0);
  });

  it("does not begin", async () => {
    const id = await add();
    await cancel(id);
    let ran = false;
    await run(async () => {
      ran = true;
    });
    expect(ran).toBe(false);
    expect((await rowOf(id)).state).toBe("cancelled");
  });
});

describe("what waits for work outside the database", () => {
  const discarded: unknown[] = [];
  beforeEach(() => discarded.splice(0));
  const runWith = (work: WorkDeclaration["run"]) =>
    runNextWork(now, () => false, {
      rebuild_rollups: {
        ...declared(work).rebuild_rollups,
        input: z.object({ file: z.string() }),
        discard: async (input) => void discarded.push(input),
      },
    });
  const input = { file: "a.mp4" };

  it("is removed where the work was cancelled before it began", async () => {
    await cancelWork({ ...ctx, request: { id: "r", address: "192.0.2.7" }, now }, await add(input));
    await runWith(async () => {});
    expect(discarded).toEqual([input]);
    expect(await jobs()).toHaveLength(0);
  });

  it("is removed where the work was cancelled or has failed for good", async () => {
    const id = await add(input);
    await runWith(async () => {
      throw new WorkCancelled();
    });
    expect((await rowOf(id)).state).toBe("cancelled");
    await add(input);
    await runWith(async () => {
      throw new AppError("not_found", "errors.video.unknown");
    });
    expect(discarded).toEqual([input, input]);
  });

  it("stays while another attempt follows, and once the work is done", async () => {
    await add(input);
    await runWith(async () => {
      throw new Error("the connection was lost");
    });
    await waited();
    await runWith(async () => {});
    expect(discarded).toEqual([]);
  });
});

describe("a process that ends", () => {
  it("in order hands its work on at once", async () => {
    const id = await add();
    let stopping = false;
    await run(
      async ({ progress }) => {
        stopping = true;
        progress(5, 9);
      },
      () => stopping,
    );
    expect(await rowOf(id)).toMatchObject({ state: "waiting", error: null });
    expect(await run(async ({ progress }) => progress(9, 9))).toBe(true);
    expect(await rowOf(id)).toMatchObject({ state: "done", attempt: 2, done: 9 });
  });

  it("by a kill has its work taken up, and changes nothing if it comes back", async () => {
    const id = await add();
    await run(async ({ progress }) => {
      expect(await recoverWork()).toBe(0);
      await sql`update background_work set alive_at = now() - interval '31 seconds' where id = ${id}`;
      expect(await recoverWork()).toBe(1);
      await waited();
      await run(async (other) => {
        other.progress(7, 8);
      });
      progress(1, 8);
    });
    expect(await rowOf(id)).toMatchObject({ state: "done", attempt: 2, done: 7, total: 8 });
    expect(await jobs()).toHaveLength(0);
  });

  it("again and again over the same work lets it fail, with words", async () => {
    const id = await add();
    for (let attempt = 1; attempt <= 6; attempt++) {
      await run(async () => {
        await sql`update background_work set alive_at = now() - interval '31 seconds' where id = ${id}`;
        await recoverWork();
      });
      await waited();
    }
    expect(await rowOf(id)).toMatchObject({ state: "failed", error: { key: "errors.work.process_ended" } });
  });
});

it("waiting work that was restored without its queue gets into it", async () => {
  const id = await add();
  await sql`delete from pgboss.job`;
  await recoverWork();
  expect(await jobs()).toMatchObject([{ id, state: "created" }]);
  await recoverWork();
  expect(await jobs()).toHaveLength(1);
});
