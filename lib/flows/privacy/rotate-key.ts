import "server-only";
import { randomBytes } from "node:crypto";
import { and, eq, inArray, sql } from "drizzle-orm";
import { audit } from "@/lib/auth/audit";
import { forgetKey, namesByKey } from "@/lib/auth/pseudonym";
import { db, type Tx } from "@/lib/db/client";
import { textArray } from "@/lib/db/literals";
import { busEvents, busOutbox } from "@/lib/db/tables/bus";
import { gamificationStats, schoolKeys } from "@/lib/db/tables/learning";
import { formerIdentities, users } from "@/lib/db/tables/people";
import { backgroundWork } from "@/lib/db/tables/work";
import { queriesOf, transaction } from "@/lib/db/tx";
import { enqueueWork } from "@/lib/db/work-queue";
import { namesInTables, renameActors } from "@/lib/domain/learning/ingest/names";
import { lockAllActors } from "@/lib/domain/learning/ingest/rows";
import type { Context } from "@/lib/http/context";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { holdAwards } from "../gamification/award";

/*
 * A school's key of pseudonyms is replaced while it is used: the new salt is stored beside the former at once, and work in the background gives all rows
 * their new names, a few people in a transaction. lib/domain/learning/ingest/names.ts says why nobody is lost or split meanwhile.
 */

/** Requests that read the names before the new key was stored are over by then (lib/auth/pseudonym.ts). */
const readersSeconds = 30;
/** People in one transaction: each waits for the writers of 2 of 64 buckets, and keeps them waiting. */
const peopleAtOnce = 8;
/** Names that one statement looks for. */
const namesAtOnce = 5000;

/** Stores a new salt for a school, and begins to replace the names; goes on where that has stopped before its end. While it is at work it is asked for once. */
export async function beginRotation(ctx: Context, school_id: string): Promise<{ work_id: string }> {
  const work_id = await transaction(async (tx) => {
    // Without a key nobody has a name yet.
    await tx
      .insert(schoolKeys)
      .values({ school_id, salt: randomBytes(32) })
      .onConflictDoNothing();
    const [key] = await tx
      .select({ former_salt: schoolKeys.former_salt })
      .from(schoolKeys)
      .where(eq(schoolKeys.school_id, school_id))
      .for("update");
    if (!key) throw new AppError("not_found", "errors.field.school_unknown");
    const atWork = key.former_salt && (await openRotation(school_id, tx));
    if (atWork) return atWork;
    if (key.former_salt === null)
      await tx
        .update(schoolKeys)
        .set({
          ...{ former_salt: sql`${schoolKeys.salt}`, salt: randomBytes(32), version: newId() },
          replaced_at: ctx.now,
        })
        .where(eq(schoolKeys.school_id, school_id));
    await audit(tx, ctx, {
      ...{ school_id, action: "school.rotate_key", target: { type: "school", id: school_id } },
      detail: { continued: key.former_salt !== null },
    });
    return enqueueWork(tx, ctx, {
      ...{ kind: "rotate_key", input: { school_id }, key: school_id, school_id },
      begins_at: new Date(ctx.now.getTime() + readersSeconds * 1000),
    });
  });
  forgetKey(school_id);
  return { work_id };
}

/** The work that replaces a school's key, or is about to. */
export async function openRotation(schoolId: string, tx: Pick<Tx, "select"> = db()): Promise<string | null> {
  const [open] = await tx
    .select({ id: backgroundWork.id })
    .from(backgroundWork)
    .where(
      and(
        ...[eq(backgroundWork.school_id, schoolId), eq(backgroundWork.kind, "rotate_key")],
        inArray(backgroundWork.state, ["waiting", "running"]),
      ),
    );
  return open?.id ?? null;
}

/** Gives all rows of a school the names of its new key, and forgets the former one. What has a new name already stays: another run goes on. */
export async function rotateKey(
  schoolId: string,
  progress: (done: number, total?: number) => void,
): Promise<void> {
  forgetKey(schoolId);
  /** Names that nobody has: they are random, so that no key tells them. */
  const nobodys = new Set<string>();
  const renamed = new Set<string>();
  let done = 0;
  for (;;) {
    const names = await namesByKey(schoolId, await peopleOf(schoolId));
    if (!names) return;
    const known = new Set(names.values());
    const others = async () =>
      (await actorsIn(schoolId)).filter((actor) => !known.has(actor) && !nobodys.has(actor));
    // Everybody with events is among the actors; a row without events would be found by its name.
    const found = new Set([...(await others()), ...(await inTables([...names.keys()]))]);
    const open = [...found].map((from) => {
      const into = names.get(from) ?? newId();
      if (!names.has(from)) nobodys.add(into);
      return { from, into };
    });
    // Nobody writes a former name again: another pass would not end.
    if (open.some(({ from }) => renamed.has(from))) throw new Error("a former name came back");
    for (const { from } of open) renamed.add(from);
    progress(done, done + open.length);
    for (let at = 0; at < open.length; at += peopleAtOnce) {
      const some = open.slice(at, at + peopleAtOnce);
      await transaction(async (tx) => {
        await holdAwards(tx);
        await renameActors(queriesOf(tx), schoolId, some);
      });
      done += some.length;
      progress(done);
    }
    await renameInBus(names);
    const isOver = await transaction(async (tx) => {
      await holdAwards(tx);
      await lockAllActors(queriesOf(tx));
      // Who came meanwhile, or whose writer still had the former name.
      if ((await others()).length > 0) return false;
      await tx
        .update(schoolKeys)
        .set({ former_salt: null, rotated_at: sql`now()` })
        .where(eq(schoolKeys.school_id, schoolId));
      return true;
    });
    if (isOver) break;
  }
  forgetKey(schoolId);
}

/** All whose names are known: the school's people, who was merged into them, and who is erased now and has facts that come late. */
async function peopleOf(schoolId: string): Promise<string[]> {
  const rows = await db().execute<{ id: string }>(sql`
    select ${users.id}::text as id from ${users} where ${users.school_id} = ${schoolId}
    union select substr(${formerIdentities.identity}, 3) from ${formerIdentities}
      where ${formerIdentities.school_id} = ${schoolId} and ${formerIdentities.identity} like 'u:%'
    union select ${backgroundWork.input} ->> 'user_id' from ${backgroundWork}
      where ${backgroundWork.kind} = 'erase_late_facts' and ${backgroundWork.school_id} = ${schoolId}
        and ${backgroundWork.input} ->> 'user_id' is not null`);
  return rows.map(({ id }) => id);
}

async function actorsIn(schoolId: string): Promise<string[]> {
  const rows = await db()
    .select({ actor: gamificationStats.actor })
    .from(gamificationStats)
    .where(eq(gamificationStats.school_id, schoolId));
  return rows.map(({ actor }) => actor);
}

async function inTables(names: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (let at = 0; at < names.length; at += namesAtOnce)
    found.push(
      ...(await transaction((tx) => namesInTables(queriesOf(tx), names.slice(at, at + namesAtOnce)))),
    );
  return found;
}

/** The events that the bus still holds; in Redis they end by their age, which is seven days. */
async function renameInBus(names: ReadonlyMap<string, string>): Promise<void> {
  const all = [...names];
  for (let at = 0; at < all.length; at += namesAtOnce) {
    const some = all.slice(at, at + namesAtOnce);
    const [from, into] = [textArray(some.map(([one]) => one)), textArray(some.map(([, one]) => one))];
    for (const table of [busEvents, busOutbox])
      await db().execute(sql`update ${table} set payload = jsonb_set(payload, '{actor}', to_jsonb(n.into_name))
        from unnest(${from}::text[], ${into}::text[]) n(from_name, into_name) where payload ->> 'actor' = n.from_name`);
  }
}
