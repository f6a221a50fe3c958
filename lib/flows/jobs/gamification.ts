import "server-only";
import { eq, sql } from "drizzle-orm";
import { actorsOf } from "@/lib/auth/pseudonym";
import { tryLock } from "@/lib/db/advisory-locks";
import type { Tx } from "@/lib/db/client";
import { awardedSessions, awardPositions } from "@/lib/db/tables/gamification";
import { learningEvents } from "@/lib/db/tables/learning";
import { transaction } from "@/lib/db/tx";
import { openWriter } from "@/lib/db/writer";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { log } from "@/lib/platform/log";
import { award, type Run } from "../gamification/award";
import {
  activeDays,
  attendedSession,
  completedMaterials,
  completedVideos,
  daysOfViews,
  type Earned,
  type Page,
  type Place,
  realMaterials,
  savedPractice,
  sessionsToAward,
  studentsOf,
  submittedResults,
} from "../gamification/facts";
import { startJob } from "./job";

/** How often the job runs, in milliseconds. */
const intervalMs = 30_000;
/** Facts are read again for so long, since one that another transaction has not committed yet has an earlier time: an import takes minutes. */
const overlapMs = 10 * 60_000;
/** How many facts of a source are read at a time, and how often in one run. */
const pageSize = 500;
const pagesMax = 4;
const sessionsAtOnce = 20;
/** So much of the learning events and of the views is read in one run, by their receipt. */
const stretchMs = 3_600_000;

type Done = { awarded: number; more: boolean };

/** Awards XP for what students have done since the last run. Returns how many awards, or null while another process runs the job. */
export function awardXp(now: Date): Promise<Done | null> {
  return transaction(async (tx) => {
    if (!(await tryLock(tx, "awards"))) return null;
    const writer = openWriter();
    try {
      const run = { tx, writer, now };
      const done = [
        await awardPages(run, "videos", completedVideos),
        await awardPages(run, "results", submittedResults),
        await awardPages(run, "practice", savedPractice),
        await awardSessions(run),
        await awardEvents(run),
        await awardViews(run),
      ];
      return {
        awarded: done.reduce((sum, { awarded }) => sum + awarded, 0),
        more: done.some(({ more }) => more),
      };
    } finally {
      await writer.close();
    }
  });
}

const earlier = (a: Date, b: Date): Date => (a < b ? a : b);
const later = (a: Date, b: Date): Date => (a > b ? a : b);
const settled = (now: Date): Date => new Date(now.getTime() - overlapMs);

async function positionOf(tx: Tx, source: string): Promise<Date | null> {
  const [row] = await tx
    .select({ position: awardPositions.position })
    .from(awardPositions)
    .where(eq(awardPositions.source, source));
  return row?.position ?? null;
}

async function storePosition(tx: Tx, source: string, position: Date): Promise<void> {
  await tx
    .insert(awardPositions)
    .values({ source, position })
    .onConflictDoUpdate({ target: awardPositions.source, set: { position } });
}

/** Facts that are read in the order in which they were stored. */
async function awardPages(
  run: Run,
  source: string,
  read: (since: Date, after: Place | null, limit: number) => Promise<Page>,
): Promise<Done> {
  const since = (await positionOf(run.tx, source)) ?? new Date(0);
  let page: Page = null;
  let awarded = 0;
  for (let pages = 0; pages < pagesMax; pages++) {
    const next = await read(since, page?.place ?? null, pageSize);
    if (!next) {
      await storePosition(run.tx, source, later(since, settled(run.now)));
      return { awarded, more: false };
    }
    awarded += await award(run, next.facts);
    page = next;
  }
  const position = later(since, earlier(page!.stored_at, settled(run.now)));
  await storePosition(run.tx, source, position);
  return { awarded, more: position > since };
}

/** Ended sessions, by the version of their facts: an import that comes later is awarded too. */
async function awardSessions(run: Run): Promise<Done> {
  const ended = await sessionsToAward(sessionsAtOnce);
  let awarded = 0;
  for (const session of ended) {
    awarded += await award(run, await attendedSession(session, run.now));
    const { id: session_id, version } = session;
    await run.tx
      .insert(awardedSessions)
      .values({ session_id, version })
      .onConflictDoUpdate({ target: awardedSessions.session_id, set: { version } });
  }
  return { awarded, more: ended.length === sessionsAtOnce };
}

/** What arrived in a stretch of time, from where the last run ended. */
async function awardStretch(
  run: Run,
  source: string,
  first: () => Promise<Date | null>,
  read: (from: Date, before: Date) => Promise<Earned[]>,
): Promise<Done> {
  const last = await positionOf(run.tx, source);
  const from = last ?? (await first());
  if (!from) return { awarded: 0, more: false };
  const before = earlier(new Date(from.getTime() + stretchMs), new Date(run.now.getTime() + 1));
  const earned = await read(from, before);
  let awarded = 0;
  for (let i = 0; i < earned.length; i += pageSize)
    awarded += await award(run, earned.slice(i, i + pageSize));
  const position = earlier(before, settled(run.now));
  if (!last || position > last) await storePosition(run.tx, source, position);
  return { awarded, more: before <= run.now && position > from };
}

/** The days on which students watched, since the first run: their XP of the years before is what it was. */
const awardViews = (run: Run): Promise<Done> =>
  awardStretch(run, "views", async () => settled(run.now), daysOfViews);

const awardEvents = (run: Run): Promise<Done> =>
  awardStretch(run, "events", () => firstEvent(run.tx), learnersOwn);

/** What learners' own events say: that they were active, and that they completed a material of a course that they take. */
async function learnersOwn(from: Date, before: Date): Promise<Earned[]> {
  const [days, materials] = await Promise.all([activeDays(from, before), completedMaterials(from, before)]);
  const people = new Map<string, Promise<Map<string, string>>>();
  const studentsIn = (schoolId: string) =>
    getOrInsert(people, schoolId, async () => actorsOf(schoolId, await studentsOf(schoolId)));
  const named = async ({ actor, ...one }: (typeof days)[number]) => {
    const user_id = (await studentsIn(one.school_id)).get(actor);
    return user_id ? [{ ...one, user_id }] : [];
  };
  const active = (await Promise.all(days.map(named))).flat();
  const claims = (await Promise.all(materials.map(named))).flat();
  const schoolOf = new Map(claims.map(({ user_id, school_id }) => [user_id, school_id]));
  const earned: Earned[] = active.map((one) => ({ ...one, act: "first_activity" }));
  for (let i = 0; i < claims.length; i += pageSize)
    for (const one of await realMaterials(claims.slice(i, i + pageSize)))
      earned.push({ ...one, school_id: schoolOf.get(one.user_id)!, act: "material_completed" });
  return earned;
}

async function firstEvent(tx: Tx): Promise<Date | null> {
  const { received_at } = learningEvents;
  const [row] = await tx
    .select({ first: sql<Date | null>`min(${received_at})`.mapWith(received_at) })
    .from(learningEvents);
  return row?.first ?? null;
}

/** Runs `awardXp` every half minute, and at once again while there is more to do. */
export const startGamificationJob = () =>
  startJob("gamification", "XP could not be awarded", intervalMs, async (now) => {
    const done = await awardXp(now);
    if (done?.awarded) log.info({ awarded: done.awarded }, "XP awarded");
    return done?.more ?? false;
  });
