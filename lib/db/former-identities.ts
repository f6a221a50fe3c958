import "server-only";
import { and, eq, notExists, type SQL, sql } from "drizzle-orm";
import { type Db, db } from "./client";
import { isAnyOf } from "./literals";
import { formerIdentities, users } from "./tables/people";

const name = sql`substr(${formerIdentities.identity}, 3)`;
const isOf = (kind: "e:" | "x:") => sql`starts_with(${formerIdentities.identity}, ${kind})`;

/**
 * Whom these identities of a school name since the people whom they named were merged into them: the user's id by identity, which is `u:`
 * our id, `x:` the school's own or `e:` an address. What somebody has now is left out.
 */
export async function formerlyNamed(
  schoolId: string,
  given: { ids?: readonly string[]; external_ids?: readonly string[]; emails?: readonly string[] },
  on: Pick<Db, "select"> = db(),
): Promise<Former> {
  const { ids = [], external_ids = [], emails = [] } = given;
  const identities = [
    ...ids.map((id) => `u:${id.toLowerCase()}`),
    ...external_ids.map((id) => `x:${id}`),
    ...emails.map((email) => `e:${email}`),
  ];
  if (identities.length === 0) return new Map();
  const rows = await on
    .select({ identity: formerIdentities.identity, user_id: formerIdentities.user_id })
    .from(formerIdentities)
    .where(
      and(
        eq(formerIdentities.school_id, schoolId),
        isAnyOf(formerIdentities.identity, identities),
        notExists(
          on
            .select()
            .from(users)
            .where(and(isOf("e:"), eq(users.email, name))),
        ),
        notExists(
          on
            .select()
            .from(users)
            .where(and(isOf("x:"), eq(users.school_id, schoolId), eq(users.external_id, name))),
        ),
      ),
    );
  return new Map(rows.map(({ identity, user_id }) => [identity, user_id]));
}

/** Whether a row of `users` is the person into whom the one of these identities was merged, in their school. */
export const isFormerly = (...given: string[]): SQL => sql`${users.id} in (
  select ${formerIdentities.user_id} from ${formerIdentities}
  where ${isAnyOf(formerIdentities.identity, given)} and ${formerIdentities.school_id} = ${users.school_id})`;

/** Whether a row of `users` is the person into whom the one of this id, or of this id of the school's, was merged. */
export const isFormerlyNamed = (given: string): SQL => isFormerly(`u:${given.toLowerCase()}`, `x:${given}`);

/** A user's id by an identity that was somebody's who was merged into them. */
export type Former = Map<string, string>;
