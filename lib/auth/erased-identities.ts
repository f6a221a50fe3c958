import "server-only";
import { and, eq, or } from "drizzle-orm";
import { db, type Tx } from "@/lib/db/client";
import { isAnyOf } from "@/lib/db/literals";
import { users } from "@/lib/db/tables/people";
import { erasedIdentities } from "@/lib/db/tables/privacy";
import { inSteps } from "@/lib/platform/steps";
import { blind } from "./secrets";

/*
 * What named people who were erased, as keyed hashes: so that an old playback token, a list of the school's or a report does not bring a
 * person back unnoticed. As attendees are named, `u:` is our id and `e:` an address; `x:` is the school's own id.
 */

const hashOf = (schoolId: string, identity: string) => blind(`erased ${schoolId} ${identity.toLowerCase()}`);

/** Those of these names under which somebody of the school was erased, and that nobody has again. */
export async function erasedAmong(
  schoolId: string,
  identities: readonly string[],
  on: Pick<Tx, "select"> = db(),
): Promise<Set<string>> {
  const byHash = new Map<string, string>();
  for await (const some of inSteps(identities, 1000))
    for (const identity of some) byHash.set(hashOf(schoolId, identity), identity);
  if (byHash.size === 0) return new Set();
  const rows = await on
    .select({ hash: erasedIdentities.hash })
    .from(erasedIdentities)
    .where(and(eq(erasedIdentities.school_id, schoolId), isAnyOf(erasedIdentities.hash, [...byHash.keys()])));
  const erased = rows.map(({ hash }) => byHash.get(hash)!);
  const of = (prefix: string) => erased.flatMap((name) => (name.startsWith(prefix) ? [name.slice(2)] : []));
  const again = erased.length
    ? await on
        .select({ external_id: users.external_id, email: users.email })
        .from(users)
        .where(
          or(
            and(eq(users.school_id, schoolId), isAnyOf(users.external_id, of("x:"))),
            isAnyOf(users.email, of("e:")),
          ),
        )
    : [];
  const taken = new Set(again.flatMap(({ external_id, email }) => [`x:${external_id}`, `e:${email}`]));
  return new Set(erased.filter((name) => !taken.has(name)));
}

/** Remembers the names of a person who is erased. */
export async function rememberErased(
  tx: Tx,
  schoolId: string,
  identities: readonly string[],
  erased_at: Date,
): Promise<void> {
  const rows = identities.map((identity) => ({
    school_id: schoolId,
    hash: hashOf(schoolId, identity),
    erased_at,
  }));
  await tx.insert(erasedIdentities).values(rows).onConflictDoNothing();
}
