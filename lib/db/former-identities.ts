import "server-only";
import { and, eq, notExists, sql } from "drizzle-orm";
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

/** A user's id by an identity that was somebody's who was merged into them. */
export type Former = Map<string, string>;
