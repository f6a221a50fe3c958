import { and, eq, sql } from "drizzle-orm";
import PgBoss from "pg-boss";
import type { ISql, Sql } from "postgres";
import { newId } from "@/lib/platform/ids";
import type { WorkKind } from "@/lib/platform/work";
import type { Tx } from "./client";
import { backgroundWork } from "./tables/work";

/*
 * Work in the background. A new kind:
 * 1. has its name in `workKinds` (lib/platform/work.ts) and its title in the catalogues, `work.kinds.<kind>`;
 * 2. is declared in lib/flows/jobs/kinds.ts: `{ input: <zod schema>, unit, run: async ({ input, ctx, now, progress, cancelled }) => … }`;
 * 3. is begun by `enqueueWork(tx, ctx, { kind, input, title, key })`, in the transaction that makes it necessary.
 * `run` must be idempotent: when its process ends another one begins it again, and when it fails it is tried again, five times at most.
 * `progress(done, total)` can be called for every row: it is stored once a second. It throws when somebody has cancelled the work, which
 * undoes an open transaction; `cancelled()` says so without throwing. Two pieces of work with the same key can run at once, never wait at once.
 */

/** The one queue: a kind is a field of the work, because a queue of pg-boss is a table, which only the owner can make. */
export const queue = "work";
export const queueSchema = "pgboss";

type Statements = Pick<ISql<Record<never, never>>, "unsafe">;

/** pg-boss on our driver: its statements run on this client, or in this transaction. */
export const onClient = (client: Statements): PgBoss.Db => ({
  async executeSql(text, values = []) {
    const parameters = values.map((value) => {
      if (value === undefined || value === null) return null;
      return typeof value === "object" && !Array.isArray(value) ? JSON.stringify(value) : value;
    });
    return { rows: [...(await client.unsafe(text, parameters))] };
  },
});

/** pg-boss without its timers and workers: the jobs of the server process call it. */
export const bossOn = (client: Statements): PgBoss =>
  new PgBoss({
    db: onClient(client),
    schema: queueSchema,
    supervise: false,
    schedule: false,
  });

/** Creates or migrates the schema of pg-boss and its queue, as the owner of the tables, under the caller's lock. */
export async function migrateQueue(client: Sql): Promise<void> {
  const boss = bossOn(client);
  await boss.start();
  await boss.createQueue(queue, { name: queue, retryLimit: 5, retryDelay: 5, retryBackoff: true });
}

/** The driver's statements inside a transaction. */
const statementsOf = (tx: Tx): Statements =>
  (tx as unknown as { session: { client: Statements } }).session.client;

export const bossIn = (tx: Tx): PgBoss => bossOn(statementsOf(tx));

/** Puts work into the queue; nothing happens when it is there already. No process may take longer than a day. */
export const sendWork = (boss: PgBoss, id: string, begins: Date | null = null): Promise<string | null> =>
  boss.send(queue, {}, { id, expireInHours: 23, retentionDays: 365, startAfter: begins ?? 0 });

/** Work that waits and has no job, as its queue was not restored with it. */
export async function unqueuedWork(tx: Tx): Promise<{ id: string; begins_at: Date | null }[]> {
  return await tx
    .select({ id: backgroundWork.id, begins_at: backgroundWork.begins_at })
    .from(backgroundWork)
    .where(
      and(
        eq(backgroundWork.state, "waiting"),
        sql`not exists (select from ${sql.identifier(queueSchema)}.job as j where j.name = ${queue} and j.id = ${backgroundWork.id})`,
      ),
    )
    .for("update", { skipLocked: true });
}

/**
 * Adds work in the caller's transaction; it begins within a second after the commit, or at its own time. Returns its id: with a `key`, that of work
 * of this kind which still waits with the same key, if there is some.
 */
export async function enqueueWork(
  tx: Tx,
  ctx: { scope: { user_id: string; school_id: string | null } | null },
  work: {
    kind: WorkKind;
    /** What `run` gets; JSON. */
    input: Record<string, unknown>;
    /** The values of its title, `work.kinds.<kind>`. */
    title?: Record<string, string | number>;
    /** The school whose work it is, if that is not the caller's. */
    school_id?: string | null;
    key?: string;
    begins_at?: Date;
  },
): Promise<string> {
  const { kind, input, title = {}, key = null, begins_at = null } = work;
  const [added] = await tx
    .insert(backgroundWork)
    .values({
      id: newId(),
      kind,
      input,
      title,
      key,
      school_id: work.school_id === undefined ? (ctx.scope?.school_id ?? null) : work.school_id,
      created_by: ctx.scope?.user_id ?? null,
      begins_at,
    })
    .onConflictDoNothing()
    .returning({ id: backgroundWork.id });
  if (added) {
    await sendWork(bossIn(tx), added.id, begins_at);
    return added.id;
  }
  const [waiting] = await tx
    .select({ id: backgroundWork.id })
    .from(backgroundWork)
    .where(
      and(eq(backgroundWork.kind, kind), eq(backgroundWork.key, key!), eq(backgroundWork.state, "waiting")),
    )
    .for("update");
  // It has begun meanwhile, and may have read what the caller is about to change.
  return waiting?.id ?? enqueueWork(tx, ctx, work);
}
