import "server-only";
import { and, eq, inArray, isNotNull, sql } from "drizzle-orm";
import { builtOnce, db } from "@/lib/db/client";
import { sessionNumbers } from "@/lib/db/tables/sessions";
import {
  formulaVersion,
  isAttended,
  knownBy,
  minimumPresence,
  sessionNumbersOf,
  viewersByPercent,
} from "../numbers";
import type { SessionNumbers, StoredNumbers } from "../schema";
import { type Session, windowOf } from "../session";
import { attendedRow, attendeeCtes, attendeeValues, readFacts } from "./attendee-ctes";

/** How many sessions are counted in parallel. */
const countedAtOnce = 4;

/** A session's numbers: `storedNumbersOf` without the data for charts. */
export async function numbersOf(session: Session, now: Date): Promise<SessionNumbers> {
  return (await storedNumbersOf(session, now)).numbers;
}

/**
 * A session's numbers. For a finished session the stored ones, if they are of the current facts and
 * formulas; else they are counted for this answer (mutations/recount.ts stores them soon). For a live one they are counted as of `now`. Before
 * it begins only registrations are known.
 */
export async function storedNumbersOf(session: Session, now: Date): Promise<StoredNumbers> {
  return (await storedNumbersOfAll([session], now)).get(session.id)!;
}

/** The same for several, by id. All may be stale, so the caller must limit the number, like a list by its page. */
export async function storedNumbersOfAll(
  sessions: readonly Session[],
  now: Date,
): Promise<Map<string, StoredNumbers>> {
  const versions = new Map(
    sessions.filter(({ status }) => status === "ended").map(({ id, version }) => [id, version]),
  );
  const rows =
    versions.size === 0
      ? []
      : await db()
          .select({
            session_id: sessionNumbers.session_id,
            version: sessionNumbers.version,
            detail: sql<StoredNumbers>`${sessionNumbers.detail}`,
          })
          .from(sessionNumbers)
          .where(
            and(
              inArray(sessionNumbers.session_id, [...versions.keys()]),
              eq(sessionNumbers.formula_version, formulaVersion),
            ),
          );
  const all = new Map(
    rows
      .filter((row) => row.version === versions.get(row.session_id))
      .map((row) => [row.session_id, row.detail]),
  );
  const others = sessions.filter(({ id }) => !all.has(id));
  for (let i = 0; i < others.length; i += countedAtOnce)
    await Promise.all(
      others.slice(i, i + countedAtOnce).map(async (session) => {
        all.set(session.id, await countNumbers(session, now));
      }),
    );
  return all;
}

/** Counts a session's numbers from its facts. */
export async function countNumbers(session: Session, now: Date): Promise<StoredNumbers> {
  const window = windowOf(session, now) ?? { from: session.scheduled_start, to: session.scheduled_start };
  const minimumMs = minimumPresence(session, window);
  const { people, players, ...counted } = await readFacts(session, window, now);
  return {
    numbers: sessionNumbersOf(
      { ...session, ...knownBy(session.reports, players) },
      window,
      people,
      counted.reactions_by_type,
      counted.deleted_ratings,
    ),
    by_percent: viewersByPercent(
      people.filter((one) => isAttended(one, minimumMs)),
      window,
      session.status,
    ),
  };
}

/** The people with an account who attended a session. */
export async function attendedPeople(session: Session, now: Date): Promise<string[]> {
  const window = windowOf(session, now);
  const rows = await builtOnce("people who attended a session", () => {
    const { stays, said, reacted, people } = attendeeCtes();
    return db()
      .with(stays, said, reacted, people)
      .selectDistinct({ user_id: sql<string>`${people.user_id}` })
      .from(people)
      .where(and(isNotNull(people.user_id), attendedRow(people)));
  }).execute({
    ...attendeeValues(session, window, now),
    minimum_ms: minimumPresence(session, window),
  });
  return rows.map(({ user_id }) => user_id);
}
