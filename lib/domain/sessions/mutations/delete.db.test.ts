import { expect, it } from "vitest";
import { endOf, makeSession, makeUser, scopeOf, testDatabase } from "@/lib/testing/database";
import { makePeople, randomOf, record } from "@/lib/testing/random-session";
import { changeSessionBody } from "../forms";
import { sessionList } from "../queries/list";
import { overview } from "../queries/overview";
import { changeSession } from "./change";
import { deleteSession } from "./delete";
import { recountStale } from "./recount";

const { sql } = testDatabase();
const now = new Date("2027-01-01T00:00:00Z");
const request = { id: "request-1", address: "192.0.2.7" };

/** How many rows of each table with a session's facts belong to this one. */
async function rowsOf(id: string) {
  const tables = await sql<{ name: string }[]>`select table_name as name from information_schema.columns
    where table_schema = 'public' and column_name = 'session_id' and data_type = 'uuid'`;
  let rows = Number((await sql`select count(*) from sessions where id = ${id}`)[0]!.count);
  for (const { name } of tables)
    rows += Number((await sql`select count(*) from ${sql(name)} where session_id = ${id}`)[0]!.count);
  return rows;
}

it("deletes a session with everything recorded in it, and says so in the audit", async () => {
  const { scope, session } = await record(makePeople(11), randomOf(12));
  const kept = await record(makePeople(22), randomOf(23));
  await recountStale(now);
  const before = await rowsOf(kept.session.id);
  expect(await rowsOf(session.id)).toBeGreaterThan(10);
  const ctx = { scope, request, now };
  expect(await deleteSession(ctx, session.id)).toEqual({ id: session.id, ids: [session.id] });
  expect(await rowsOf(session.id)).toBe(0);
  expect(await rowsOf(kept.session.id)).toBe(before);
  const [audit] = await sql`select action, detail from audit_log where target_id = ${session.id}
    order by id desc limit 1`;
  expect(audit).toMatchObject({ action: "session.delete", detail: { status: "ended" } });
  expect(await endOf(deleteSession(ctx, session.id))).toBe("not_found");
});

it("refuses a live one, and another instructor's", async () => {
  const { scope, session } = await record(makePeople(33), randomOf(34));
  const live = await makeSession({
    school_id: session.school_id,
    instructor_id: session.instructor_id,
    status: "live",
    started_at: new Date(),
    scheduled_start: new Date(),
    scheduled_end: new Date(Date.now() + 3_600_000),
  });
  expect(await endOf(deleteSession({ scope, request, now: new Date() }, live.id))).toBe("conflict");
  const colleague = await makeUser({ school_id: session.school_id, role: "instructor" });
  expect(await endOf(deleteSession({ scope: scopeOf(colleague), request, now }, session.id))).toBe(
    "forbidden",
  );
});

it("one that is left out is in the list and in no overview", async () => {
  const { scope, session } = await record(makePeople(44), randomOf(45));
  await recountStale(now);
  const ctx = { scope, request, now };
  expect(await overview(scope, {}, now)).toMatchObject({ sessions_held: 1 });
  await changeSession(ctx, session.id, changeSessionBody.parse({ left_out: true }));
  await recountStale(now);
  const { recent_sessions, ...totals } = await overview(scope, {}, now);
  expect(totals).toMatchObject({ sessions_held: 0, total_attended: 0, average_attendance_rate: null });
  expect(recent_sessions).toEqual([]);
  const list = (left_out?: "true" | "false") =>
    sessionList(scope, { limit: 25, offset: 0, sort: "when", left_out }, now);
  expect((await list()).items).toMatchObject([{ session_id: session.id, left_out: true }]);
  expect((await list("false")).total).toBe(0);
  expect((await list("true")).total).toBe(1);
});
