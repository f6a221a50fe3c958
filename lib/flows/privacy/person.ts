import "server-only";
import { eq } from "drizzle-orm";
import { pseudonymsOf } from "@/lib/auth/pseudonym";
import { db } from "@/lib/db/client";
import { formerIdentities, users } from "@/lib/db/tables/people";

/** Everything that names a person in the tables. */
export type NamedPerson = Pick<
  typeof users.$inferSelect,
  "id" | "school_id" | "name" | "email" | "username" | "external_id"
> & {
  /** Their pseudonyms in the learning family: two while the key of these is replaced, none without a school. */
  actors: string[];
  /** As the playback family names them, and as sessions do. */
  viewer_ids: string[];
  identities: string[];
};

/** Null once they are erased. */
export async function namedPerson(userId: string): Promise<NamedPerson | null> {
  const [[user], former] = await Promise.all([
    db().select().from(users).where(eq(users.id, userId)),
    db()
      .select({ identity: formerIdentities.identity })
      .from(formerIdentities)
      .where(eq(formerIdentities.user_id, userId)),
  ]);
  if (!user) return null;
  const { id, school_id, name, email, username, external_id } = user;
  // A school's own id is the subject of a playback token; before there was an account, what it did was stored under it.
  const earlier = former.map(({ identity }) => identity.replace(/^x:/, "s:"));
  const viewers = [`u:${id}`, ...(external_id ? [`s:${external_id}`] : []), ...earlier];
  return {
    ...{ id, school_id, name, email, username, external_id },
    actors: school_id ? await pseudonymsOf(school_id, id) : [],
    viewer_ids: viewers.filter((viewer) => !viewer.startsWith("e:")),
    identities: [...viewers, ...(email ? [`e:${email}`] : [])],
  };
}
