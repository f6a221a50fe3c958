import "server-only";
import { and, eq, inArray, lt, sql } from "drizzle-orm";
import { scopeOfPerson } from "@/lib/auth/identity";
import { db } from "@/lib/db/client";
import { backgroundWork } from "@/lib/db/tables/work";
import { transaction } from "@/lib/db/tx";
import { bossIn, queue, sendWork, unqueuedWork } from "@/lib/db/work-queue";
import { AppError } from "@/lib/platform/errors";
import { describeError, log } from "@/lib/platform/log";
import { WorkCancelled } from "@/lib/platform/work";
import { type Job, startJob } from "./job";
import { type WorkDeclaration, workDeclarations } from "./kinds";

/** How often a process looks for work, and says that it is at it and how far. */
const intervalMs = 1_000;
/** How many pieces of work one process runs at once. */
const atOnce = 2;
/** How often work is looked for whose process has ended, and after how long of silence it has. */
const recoveryMs = 10_000;
const silence = sql`now() - interval '30 seconds'`;
/** How long people see work that has ended. */
const keptSince = sql`now() - interval '90 days'`;

/** The work goes on in another process: this one stops, or was given up because it did not answer. */
class WorkHandedOver extends Error {}

type Work = typeof backgroundWork.$inferSelect;
type Declarations = Readonly<Record<string, WorkDeclaration>>;

/** The row while this attempt is the last one. */
const held = (work: Work) =>
  and(
    eq(backgroundWork.id, work.id),
    eq(backgroundWork.attempt, work.attempt),
    eq(backgroundWork.state, "running"),
  );

/** Removes what waits for work that will not be done. */
async function discard({ kind, input }: Pick<Work, "kind" | "input">, declarations: Declarations) {
  const declaration = declarations[kind];
  await declaration?.discard?.(declaration.input.parse(input));
}

/** Takes the next work from the queue, or null: its job and its row change together. */
const claim = (declarations: Declarations) =>
  transaction(async (tx) => {
    const [job] = await bossIn(tx).fetch(queue, { batchSize: 1, includeMetadata: true });
    if (!job) return null;
    const [work] = await tx
      .update(backgroundWork)
      .set({
        state: "running",
        key: null,
        attempt: sql`${backgroundWork.attempt} + 1`,
        started_at: sql`coalesce(${backgroundWork.started_at}, now())`,
        alive_at: sql`now()`,
        error: null,
      })
      .where(and(eq(backgroundWork.id, job.id), inArray(backgroundWork.state, ["waiting", "running"])))
      .returning();
    if (!work) {
      // It was cancelled while it waited, or its school is gone.
      const [ended] = await tx.select().from(backgroundWork).where(eq(backgroundWork.id, job.id));
      if (ended?.state === "cancelled") await discard(ended, declarations);
      await bossIn(tx).deleteJob(queue, job.id);
    }
    return { work: work ?? null, isLast: job.retryCount >= job.retryLimit };
  });

/** Ends this attempt's work, and its job. */
const end = (
  work: Work,
  declarations: Declarations,
  state: "done" | "failed" | "cancelled",
  error: Work["error"] = null,
) =>
  transaction(async (tx) => {
    const ended = await tx
      .update(backgroundWork)
      .set({ state, error, done: work.done, total: work.total, ended_at: sql`now()` })
      .where(held(work))
      .returning({ id: backgroundWork.id });
    if (!ended.length) return;
    if (state !== "done") await discard(work, declarations);
    await bossIn(tx).deleteJob(queue, work.id);
  });

/** Lets it wait for another attempt: after a while when it failed, at once when it only changes the process. */
const putBack = (work: Work, error: Work["error"]) =>
  transaction(async (tx) => {
    const returned = await tx
      .update(backgroundWork)
      .set({ state: "waiting", error })
      .where(held(work))
      .returning({ id: backgroundWork.id });
    if (!returned.length) return;
    const boss = bossIn(tx);
    if (error) await boss.fail(queue, work.id, { failed: true });
    else {
      await boss.deleteJob(queue, work.id);
      await sendWork(boss, work.id);
    }
  });

/** Errors of ours that another attempt would meet again. */
const isFinal = (error: unknown): boolean => error instanceof AppError && error.status < 500;

/** Why an attempt failed, in words for the person who began it. */
const reasonOf = (error: unknown): NonNullable<Work["error"]> =>
  error instanceof AppError ? error.storedReason : { key: "errors.general.internal" };

/** Runs one piece of work if there is some; true when there was. `stopping` is asked whether the process is about to end. */
export async function runNextWork(
  now: Date,
  stopping: () => boolean = () => false,
  declarations: Declarations = workDeclarations,
): Promise<boolean> {
  const claimed = await claim(declarations);
  if (!claimed) return false;
  const { work, isLast } = claimed;
  if (!work) return true;

  let cancelled = work.cancel_requested_at !== null;
  let lost = false;
  let interrupted = false;
  const declaration = declarations[work.kind];
  /** Says that the work goes on, stores how far it is, and learns whether it shall end. */
  const tell = async () => {
    const [row] = await db()
      .update(backgroundWork)
      .set({ done: work.done, total: work.total, unit: declaration?.unit ?? null, alive_at: sql`now()` })
      .where(held(work))
      .returning({ cancel_requested_at: backgroundWork.cancel_requested_at });
    lost = !row;
    cancelled ||= Boolean(row?.cancel_requested_at);
  };
  const assertOurs = () => {
    if (cancelled) throw new WorkCancelled();
    if (lost || stopping()) throw new WorkHandedOver();
  };
  let telling = Promise.resolve();
  const timer = setInterval(() => {
    telling = telling
      .then(tell)
      .catch((error: unknown) => log.warn({ error: describeError(error) }, "progress could not be stored"));
  }, intervalMs);
  timer.unref();

  try {
    if (!declaration) throw new Error(`no work of the kind ${work.kind} is declared`);
    await tell();
    assertOurs();
    const scope = work.created_by ? await scopeOfPerson(work.created_by) : null;
    await declaration.run({
      input: declaration.input.parse(work.input),
      ctx: { scope, request: { id: work.id, address: "" }, now },
      now,
      progress: (done, total) => {
        work.done = done;
        if (total !== undefined) work.total = total;
        assertOurs();
      },
      cancelled: () => {
        interrupted = cancelled || lost || stopping();
        return interrupted;
      },
    });
    if (interrupted) assertOurs();
    await end(work, declarations, "done");
  } catch (error) {
    if (error instanceof WorkCancelled) await end(work, declarations, "cancelled");
    else if (error instanceof WorkHandedOver) await putBack(work, null);
    else {
      log.error({ error: describeError(error), kind: work.kind, work: work.id }, "background work failed");
      if (isLast || isFinal(error)) await end(work, declarations, "failed", reasonOf(error));
      else await putBack(work, reasonOf(error));
    }
  } finally {
    clearInterval(timer);
    await telling;
  }
  return true;
}

/**
 * Hands on the work of processes that have ended, puts waiting work into the queue that is not in it (after a restore), and forgets
 * what ended long ago. Returns how many it handed on.
 */
export const recoverWork = (declarations: Declarations = workDeclarations): Promise<number> =>
  transaction(async (tx) => {
    const boss = bossIn(tx);
    const left = await tx
      .select({ id: backgroundWork.id, kind: backgroundWork.kind, input: backgroundWork.input })
      .from(backgroundWork)
      .where(and(eq(backgroundWork.state, "running"), lt(backgroundWork.alive_at, silence)))
      .for("update", { skipLocked: true });
    for (const { id, ...work } of left) {
      await boss.fail(queue, id, { failed: true });
      const job = await boss.getJobById(queue, id);
      const isOver = job?.state === "failed";
      await tx
        .update(backgroundWork)
        .set({
          state: isOver ? "failed" : "waiting",
          error: { key: "errors.work.process_ended" },
          ended_at: isOver ? sql`now()` : null,
        })
        .where(eq(backgroundWork.id, id));
      if (!isOver) continue;
      await discard(work, declarations);
      await boss.deleteJob(queue, id);
    }
    for (const { id, begins_at } of await unqueuedWork(tx)) await sendWork(boss, id, begins_at);
    await tx.delete(backgroundWork).where(lt(backgroundWork.ended_at, keptSince));
    return left.length;
  });

/** Runs the work of the queue until it is stopped; what runs then goes on in another process. */
export function startBackgroundWork(): Job {
  let stopping = false;
  const jobs = [
    ...Array.from({ length: atOnce }, () =>
      startJob("work", "background work could not be taken up", intervalMs, (now) =>
        runNextWork(now, () => stopping),
      ),
    ),
    startJob("work_recovery", "background work could not be handed on", recoveryMs, async () => {
      await recoverWork();
      return false;
    }),
  ];
  return {
    async stop() {
      stopping = true;
      await Promise.all(jobs.map((job) => job.stop()));
    },
  };
}
