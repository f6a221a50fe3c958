import "server-only";
import type { Scope } from "@/lib/auth/scope";
import { fieldError } from "@/lib/platform/errors";
import { type CompareAnswer, comparedRow, compareSessions, withRanks } from "../compare";
import { windowOf } from "../session";
import { storedNumbersOfAll } from "./numbers";
import { reachSession } from "./session";

/** Sessions side by side, in time order. Throws as `reachSession` does, and `invalid` for a session that has not taken place. */
export async function comparison(scope: Scope, ids: readonly string[], now: Date): Promise<CompareAnswer> {
  const sessions = await Promise.all(ids.map((id) => reachSession(scope, id)));
  const held = sessions.map((session, index) => {
    const window = windowOf(session, now);
    if (!window) throw fieldError(`session_ids[${index}]`, "errors.field.session_not_held");
    return { session, window };
  });
  if (new Set(sessions.map(({ id }) => id)).size < sessions.length)
    throw fieldError("session_ids", "errors.field.session_twice");
  const stored = await storedNumbersOfAll(sessions, now);
  const rows = withRanks(
    held
      .map(({ session, window }) => ({
        ...comparedRow(session, window, stored.get(session.id)!),
        left_out: session.left_out,
      }))
      .sort((a, b) => a.started_at.localeCompare(b.started_at)),
  );
  return { success: true, sessions: rows, ...compareSessions(rows) };
}
