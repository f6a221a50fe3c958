import { vi } from "vitest";
import { applyEvents } from "@/lib/domain/sessions/live/apply";
import { newId } from "@/lib/platform/ids";
import { makeSchool, makeSession, makeUser, testDatabase } from "./database";

/** Changes must arrive within two seconds. */
export const within = { timeout: 2_000, interval: 10 };

/** A school with an instructor and live sessions, and functions that change them. */
export async function makeRunning() {
  const { sql, writer } = testDatabase();
  const schoolId = (await makeSchool()).id;
  const instructor = await makeUser({ school_id: schoolId, role: "instructor" });

  const running = (more: object = {}) =>
    makeSession({
      school_id: schoolId,
      instructor_id: instructor.id,
      status: "live",
      scheduled_start: new Date(Date.now() - 600_000),
      scheduled_end: new Date(Date.now() + 3_000_000),
      started_at: new Date(Date.now() - 600_000),
      ...more,
    });

  /** A person joins and writes a message: one change. */
  const write = (sessionId: string, text: string) => {
    const clientId = newId();
    const at = new Date();
    const who = { identity: `c:${clientId}`, name: "Ana", email: null, user_id: null };
    return applyEvents(writer, [
      {
        session_id: sessionId,
        who,
        received_at: at,
        at: at.getTime(),
        kind: "presence",
        event: "join",
        client_id: clientId,
      },
      { session_id: sessionId, who, received_at: at, at: at.getTime(), kind: "message", id: newId(), text },
    ]);
  };

  /** The server's listening connections. */
  const listeners = async () =>
    (
      await sql<{ pid: number }[]>`
        select pid from pg_stat_activity where datname = current_database() and application_name = 'lectern listener'`
    ).map(({ pid }) => pid);
  const nobodyListens = () =>
    vi.waitFor(async () => {
      const left = await listeners();
      if (left.length > 0) throw new Error(`${left.length} still listen`);
    }, within);

  return { sql, school_id: schoolId, running, write, listeners, nobodyListens };
}
