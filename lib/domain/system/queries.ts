import "server-only";
import { sql } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/platform/errors";

/** A database that takes longer than this to say that it is there cannot serve people. */
const patienceMs = 3000;

/** Whether requests can be served: the database answers and is migrated. Throws `unavailable` when not. */
export async function ready(): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("the database did not answer in time")), patienceMs);
  });
  try {
    const answer = db().execute<{ migrated: boolean }>(
      sql`select to_regclass('users') is not null as migrated`,
    );
    const [row] = await Promise.race([answer, timeout]);
    if (!row?.migrated) throw new Error("the database is not migrated");
  } catch (error) {
    throw new AppError("unavailable", "The database cannot be used at the moment.", {
      retryAfterSeconds: 5,
      cause: error,
    });
  } finally {
    clearTimeout(timer);
  }
}
