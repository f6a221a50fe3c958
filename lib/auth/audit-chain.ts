import "server-only";
import { createHash } from "node:crypto";
import { eq, inArray, or, type SQL, sql } from "drizzle-orm";
import { tryLock } from "@/lib/db/advisory-locks";
import { db } from "@/lib/db/client";
import { insertRows } from "@/lib/db/insert-rows";
import { auditChains, auditLog, auditSeals, auditUnsealed } from "@/lib/db/tables/audit";
import { schools } from "@/lib/db/tables/schools";
import { transaction } from "@/lib/db/tx";
import type { chainFaults } from "@/lib/platform/chain-faults";
import { log } from "@/lib/platform/log";

/*
 * The audit log's hash chain. Each school has one, and the entries of no school have one. A job seals entries some seconds after their
 * commit: within the commits it would make all writers of a school wait for each other. Until then they are unsealed, and are counted.
 *
 * The hash of a seal is SHA-256, in hexadecimal, of the hash before it (64 zeros for the first) followed by the entry's canonical form, in UTF-8. So a changed,
 * removed, added or moved entry shows. A chain whose end was cut off shows by `audit_chains`; where that was changed too, only by comparing it
 * with a last seal that was written down outside the database: the log of the server has them, and `npm run audit:verify` prints and compares them.
 */

/** The chain of the entries of no school. */
export const noSchool = "00000000-0000-0000-0000-000000000000";

const sealedAtOnce = 500;
/** So many broken entries are named. */
const namedMax = 100;
/** No transaction takes longer: an entry that is older than this when a later one is sealed was not written then. */
const latest = sql`interval '1 day'`;

/** The entry as a JSON array in the form in which Postgres writes it; times in UTC with microseconds. */
const canonical = sql`jsonb_build_array(a.id, to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), a.school_id,
  a.actor_id, a.action, a.target_type, a.target_id, a.detail, a.request_id, a.address)::text`;

const zeros = "0".repeat(64);

const iso = (at: SQL) => sql`to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Seals the entries that wait, some of them at a time. True when there may be more; false also while another process seals. */
export function sealEntries(): Promise<boolean> {
  return transaction(async (tx) => {
    if (!(await tryLock(tx, "audit_chain"))) return false;
    const waiting = await tx.execute<{
      place: string;
      chain: string;
      id: string;
      at: string;
      entry: string;
    }>(sql`
      select u.place::text, u.chain, a.id, ${iso(sql`a.at`)} as at, ${canonical} as entry
      from ${auditUnsealed} u join ${auditLog} a on a.id = u.entry_id
      order by u.place limit ${sealedAtOnce}`);
    if (waiting.length === 0) return false;
    const chains = [...new Set(waiting.map(({ chain }) => chain))];
    const stored = await tx.select().from(auditChains).where(inArray(auditChains.chain, chains));
    const ends = new Map(stored.map((end) => [end.chain, end]));
    const sealed_at = new Date();
    const seals = waiting.map(({ chain, id, at, entry }) => {
      const before = ends.get(chain);
      const hash = createHash("sha256")
        .update(before?.hash ?? zeros)
        .update(entry)
        .digest("hex");
      const end = { chain, number: (before?.number ?? 0) + 1, hash, sealed_at };
      ends.set(chain, end);
      return { ...end, entry_id: id, entry_at: new Date(at) };
    });
    await insertRows(tx, auditSeals, seals);
    await insertRows(tx, auditChains, [...ends.values()], ["number", "hash", "sealed_at"]);
    await tx.delete(auditUnsealed).where(
      inArray(
        auditUnsealed.place,
        waiting.map(({ place }) => Number(place)),
      ),
    );
    for (const { chain, number, hash } of ends.values())
      log.info({ chain, number, hash }, "entries of the audit log were sealed");
    return waiting.length === sealedAtOnce;
  });
}

export type BrokenEntry = {
  fault: (typeof chainFaults)[number];
  /** Its place in the chain; null for one that was added beside the chain. */
  number: number | null;
  /** Null where the fault is of the chain's end. */
  entry_id: string | null;
  at: string | null;
  action: string | null;
};

export type ChainReport = {
  chain: string;
  entries: number;
  /** How many entries wait to be sealed, and since when the oldest has. */
  unsealed: number;
  unsealed_since: string | null;
  /** The last seal, to be compared with one that was written down. */
  last: { number: number; hash: string; sealed_at: string } | null;
  /** The first of the entries that are not as they were sealed; `broken_total` counts all. */
  broken: BrokenEntry[];
  broken_total: number;
};

type Row = Record<"entries" | "unsealed" | "broken_total", number> & {
  unsealed_since: string | null;
  last: { number: number; hash: string; sealed_at: string } | null;
  broken: BrokenEntry[] | null;
};

/** Computes every hash of a school's chain again. One statement, so that it sees one moment. */
export async function verifyChain(chain: string): Promise<ChainReport> {
  const [row] = await db().execute<Row>(sql`
    with links as (
      select s.number, s.entry_id, s.entry_at, s.hash, s.sealed_at, a.action, a.id is not null as present,
        encode(sha256(convert_to(coalesce(lag(s.hash) over along, ${zeros}) || ${canonical}, 'UTF8')), 'hex') as computed,
        coalesce(lag(s.number) over along, 0) as previous,
        max(s.entry_at) over (order by s.number rows between unbounded preceding and 1 preceding) as latest
      from ${auditSeals} s left join ${auditLog} a on a.id = s.entry_id
      where s.chain = ${chain} window along as (order by s.number)),
    ended as (select number, hash, sealed_at from links order by number desc limit 1),
    waiting as (
      select u.entry_id, a.at, a.action, a.id is not null as present
      from ${auditUnsealed} u left join ${auditLog} a on a.id = u.entry_id where u.chain = ${chain}),
    broken as (
      select case when number <> previous + 1 then 'seal_removed' when not present then 'removed'
          when hash <> computed then 'changed' else 'backdated' end as fault, number, entry_id, entry_at as at, action
      from links
      where not present or hash <> computed or number <> previous + 1 or entry_at < latest - ${latest}
      union all
      select 'removed', null, entry_id, null, null from waiting where not present
      union all
      select 'added', null, a.id, a.at, a.action from ${auditLog} a
      where a.school_id is not distinct from nullif(${chain}::uuid, ${noSchool}::uuid)
        and not exists (select from ${auditSeals} s where s.entry_id = a.id)
        and not exists (select from ${auditUnsealed} u where u.entry_id = a.id)
      union all
      select 'cut', c.number, null, c.sealed_at, null from ${auditChains} c left join ended on true
      where c.chain = ${chain} and (ended.number, ended.hash) is distinct from (c.number, c.hash)
      union all
      select 'cut', ended.number, null, ended.sealed_at, null from ended
      where not exists (select from ${auditChains} c where c.chain = ${chain}))
    select (select count(*)::int from links) as entries,
      (select count(*)::int from waiting) as unsealed,
      (select ${iso(sql`min(at)`)} from waiting) as unsealed_since,
      (select jsonb_build_object('number', number, 'hash', hash, 'sealed_at', ${iso(sql`sealed_at`)}) from ended) as last,
      (select count(*)::int from broken) as broken_total,
      (select jsonb_agg(jsonb_build_object('fault', fault, 'number', number, 'entry_id', entry_id, 'at', ${iso(sql`at`)}, 'action', action)
        order by number nulls last, at) from (select * from broken order by number nulls last, at limit ${namedMax}) as first_ones) as broken`);
  if (!row) throw new Error("a statement without a table returned no row");
  return { ...row, chain, broken: row.broken ?? [] };
}

/** The hash of one seal of a chain in hexadecimal; null where there is none. */
export async function sealHash(chain: string, number: number): Promise<string | null> {
  const [row] = await db().execute<{ hash: string }>(sql`
    select hash from ${auditSeals} where chain = ${chain} and number = ${number}`);
  return row?.hash ?? null;
}

/** The chains that there are: of every school with entries, and that of none. */
export async function auditChainIds(): Promise<string[]> {
  const rows = await db().execute<{ chain: string }>(sql`
    select distinct coalesce(school_id, ${noSchool}::uuid) as chain from ${auditLog}
    union select chain from ${auditChains} order by chain`);
  return rows.map(({ chain }) => chain);
}

/** The school that a person names by its id, its external id or its short name; null where there is none. */
export async function chainNamed(name: string): Promise<string | null> {
  const [school] = await db()
    .select({ id: schools.id })
    .from(schools)
    .where(or(sql`${schools.id}::text = ${name}`, eq(schools.external_id, name), eq(schools.slug, name)))
    .limit(1);
  return school?.id ?? null;
}
