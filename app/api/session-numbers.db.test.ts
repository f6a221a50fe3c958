import { afterAll, expect, it } from "vitest";
import { sessionPageNumbers } from "@/app/(dashboard)/sessions/[sessionId]/numbers";
import { mintScope } from "@/lib/auth/scope";
import { liveSessionRows } from "@/lib/domain/sessions/live/state";
import { sessionList } from "@/lib/domain/sessions/queries/list";
import { reachSession } from "@/lib/domain/sessions/queries/reach";
import { sessionsAnswer } from "@/lib/domain/sessions/schema";
import { closeRealtime } from "@/lib/flows/realtime/live";
import { send, signedIn } from "@/lib/testing/access-world";
import { makeSchool, makeUser, testDatabase } from "@/lib/testing/database";
import { json, lineOf } from "@/lib/testing/numbers-world";
import { makeRunning } from "@/lib/testing/realtime-world";

/* The same number of the same session, asked in every way that there is. */

testDatabase();
afterAll(closeRealtime);

/** An instructor of a school with these settings: as a scope and as a caller of the routes. */
async function makeInstructor(settings: Parameters<typeof makeSchool>[0]) {
  const { id: schoolId } = await makeSchool(settings);
  const user = await makeUser({ school_id: schoolId, role: "instructor" });
  const scope = mintScope({
    user_id: user.id,
    name: user.name,
    role: "instructor",
    school_id: schoolId,
  });
  return { user, scope, school_id: schoolId, caller: await signedIn(user) };
}

/** The first event of a stream. */
async function firstEvent(response: Response): Promise<unknown> {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) throw new Error("the stream ended without an event");
    text += value;
    const data = /^data: (.*)$/m.exec(text)?.[1];
    if (data && text.includes(`${data}\n\n`)) {
      await reader.cancel();
      return JSON.parse(data);
    }
  }
}

const liveSessions = "/api/admin/training/live";
const sessions = "/api/admin/training/sessions";

it("current viewers are those who are there, although none has stayed for the school's minimum", async () => {
  const { user, scope, caller, school_id } = await makeInstructor({ attendance_minimum_seconds: 36_000 });
  const { running, write } = await makeRunning();
  const { id } = await running({ school_id, instructor_id: user.id });
  await write(id, "First");
  await write(id, "Second");
  const now = new Date();

  const { items } = await sessionList(scope, { limit: 25, offset: 0, sort: "when", status: "live" }, now);
  const page = await sessionPageNumbers(await reachSession(scope, id), now);
  const answer = await json(sessionsAnswer, sessions, caller, { query: { status: "live" } });
  const stream = await firstEvent(
    await send(lineOf(`${sessions}/{sessionId}/live`), { params: { sessionId: id } }, caller),
  );
  const lists = await firstEvent(await send(lineOf(liveSessions), {}, caller));
  expect(items[0]).toMatchObject({ session_id: id, current_viewers: 2, total_attended: 0 });
  expect(page.state.current_viewers).toBe(2);
  expect((await liveSessionRows(scope, now)).sessions).toMatchObject([{ current_viewers: 2 }]);
  expect(answer.items).toMatchObject([{ session_id: id, current_viewers: 2 }]);
  expect(stream).toMatchObject({ session_id: id, current_viewers: 2 });
  expect(lists).toMatchObject({ sessions: [{ session_id: id, current_viewers: 2 }] });
});
