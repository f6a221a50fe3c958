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
  | "courseTitle"
  | "instructorName"
  | "scheduledStart"
  | "scheduledEnd"
  | "startedAt"
  | "endedAt"
  | "chatEnabled"
  | "timeZone"
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
    return toRoom(session, session.mine, session.instructorId === scope.userId);
  }
  const [session] = uuidPattern.test(id)
    ? await sql()<Session[]>`select ${sessionColumns()} from ${sessionTables()} where s.id = ${id}`
    : [];
  // The same answer for a session that is not there: whether it is, is the school's to say.
  if (!session?.anonymousViewers)
    throw new AppError("unauthenticated", "Sign in to take part in this session.");
  return toRoom(session, false, false);
}

function toRoom(session: Session, mine: boolean, host: boolean): RoomSession {
  const { id, title, status, courseTitle, instructorName, scheduledStart, scheduledEnd } = session;
  const { startedAt, endedAt, chatEnabled, timeZone } = session;
  return {
    ...{ id, title, status, courseTitle, instructorName, scheduledStart, scheduledEnd },
    ...{ startedAt, endedAt, chatEnabled, timeZone, mine, host },
  };
}
