import "server-only";
import type { Scope } from "@/lib/auth/scope";
import { sql } from "@/lib/db/client";
import { AppError } from "@/lib/platform/errors";
import { uuidPattern } from "@/lib/platform/ids";
import type { Session } from "../session";
import { sessionColumns, sessionInSchool, sessionTables } from "./reach";

/** What a page needs to let somebody take part in a session, and nothing that anybody did in it. */
export type RoomSession = Pick<
  Session,
  | "id"
  | "title"
  | "status"
  | "course_title"
  | "instructor_name"
  | "scheduled_start"
  | "scheduled_end"
  | "begun_at"
  | "ended_at"
  | "chat_enabled"
  | "time_zone"
> & {
  /** Its numbers are the asker's to read. */
  mine: boolean;
  /** The asker runs it, and is not counted. */
  host: boolean;
};

/**
 * A session for its room. Somebody signed in may take part in what their school holds; nobody in what is open to guests, by its id
 * alone (an external id could be several schools'). Throws `not_found`, and `unauthenticated` where a sign-in is all that is missing.
 */
export async function sessionForRoom(scope: Scope | null, id: string): Promise<RoomSession> {
  if (scope) {
    const session = await sessionInSchool(scope, id);
    return toRoom(session, session.mine, session.instructor_id === scope.user_id);
  }
  const [session] = uuidPattern.test(id)
    ? await sql()<Session[]>`select ${sessionColumns()} from ${sessionTables()} where s.id = ${id}`
    : [];
  // The same answer for a session that is not there: whether it is, is the school's to say.
  if (!session?.anonymous_viewers)
    throw new AppError("unauthenticated", "Sign in to take part in this session.");
  return toRoom(session, false, false);
}

function toRoom(session: Session, mine: boolean, host: boolean): RoomSession {
  const { id, title, status, course_title, instructor_name, scheduled_start, scheduled_end } = session;
  const { begun_at, ended_at, chat_enabled, time_zone } = session;
  return {
    ...{ id, title, status, course_title, instructor_name, scheduled_start, scheduled_end },
    ...{ begun_at, ended_at, chat_enabled, time_zone, mine, host },
  };
}
