import { describe, expect, it } from "vitest";
import { importList } from "@/lib/domain/sessions/imports/queries";
import { undoImport } from "@/lib/domain/sessions/imports/undo";
import { reassignAttendee } from "@/lib/domain/sessions/mutations/attendees";
import { numbersOf } from "@/lib/domain/sessions/queries/numbers";
import { reachSession } from "@/lib/domain/sessions/queries/session";
import { endOf, makeSession, scopeOf, testDatabase } from "@/lib/testing/database";
import { context, makeWorld, now, people, run, zoom } from "@/lib/testing/import-world";

const { sql } = testDatabase();

describe("undoing an import", () => {
  it("removes the session that it made, unless something else was recorded there", async () => {
    const world = await makeWorld();
    const first = await run(world, zoom(world.domain));
    expect(await undoImport({ scope: world.scope, ...context }, first.import_id!)).toMatchObject({
      session_removed: true,
    });
    expect(await endOf(reachSession(world.scope, first.session.id!))).toBe("not_found");
    expect(
      (await sql`select action from audit_log where target_id = ${first.session.id!} order by id`).map(
        (row) => row.action,
      ),
    ).toEqual(["session.import", "session.undo_import"]);
    expect((await importList(world.scope, { limit: 10, offset: 0 })).items).toMatchObject([
      {
        id: first.import_id,
        session_title: null,
        undone_by: "Ines Carvalho",
        people: 4,
        format: "zoom_meeting_classic",
      },
    ]);

    const second = await run(world, zoom(world.domain));
    const ana = (
      await sql`select id from attendees where session_id = ${second.session.id!} and user_id = ${world.ana.id}`
    )[0]!;
    await sql`insert into feedback (session_id, attendee_id, rating, sent_at) values (${second.session.id!}, ${ana.id}, 5, ${now})`;
    expect(await undoImport({ scope: world.scope, ...context }, second.import_id!)).toMatchObject({
      session_removed: false,
    });
    expect((await people(second.session.id!)).map(({ name }) => name)).toEqual(["Ana Costa"]);
    const { attendance, total_responses } = await numbersOf(
      await reachSession(world.scope, second.session.id!),
      now,
    );
    expect([attendance.total_attended, total_responses]).toEqual([0, 1]);
  });

  it("undoes imports from the last to the first, and keeps corrections", async () => {
    const world = await makeWorld();
    const session = await makeSession({ school_id: world.school.id, instructor_id: world.ines.id });
    const first = await run(world, zoom(world.domain), { session_id: session.id });
    // Bo was a guest: somebody matches him after the import.
    const guest = (
      await sql`select id from attendees where session_id = ${session.id} and display_name = 'Ek, Bo'`
    )[0]!;
    await reassignAttendee({ scope: world.scope, ...context }, session.id, guest.id as string, world.bo.id);
    const second = await run(
      world,
      zoom(world.domain, ["Cy,,11/18/2026 06:50:00 PM,11/18/2026 07:00:00 PM,10,Yes,"]),
      {
        session_id: session.id,
      },
    );
    const { attendance } = await numbersOf(await reachSession(world.scope, session.id), now);
    // The same people again and one more: Bo was matched in this session before.
    expect(attendance.total_attended).toBe(4);
    expect(await endOf(undoImport({ scope: world.scope, ...context }, first.import_id!))).toBe("conflict");
    await undoImport({ scope: world.scope, ...context }, second.import_id!);
    expect((await people(session.id)).map(({ name }) => name)).toEqual([
      "Ana Costa",
      "Ben",
      "Bo Ek",
      "Ines Carvalho",
    ]);
    await undoImport({ scope: world.scope, ...context }, first.import_id!);
    expect(await people(session.id)).toEqual([]);
    expect(await reachSession(world.scope, session.id)).toMatchObject({
      status: "scheduled",
      started_at: null,
    });
  });

  it("is for those who reach the session", async () => {
    const world = await makeWorld();
    const done = await run(world, zoom(world.domain));
    const colleague = scopeOf(await world.person("instructor", "Col League"));
    expect(await endOf(undoImport({ scope: colleague, ...context }, done.import_id!))).toBe("forbidden");
    const outsider = await makeWorld();
    expect(await endOf(undoImport({ scope: outsider.scope, ...context }, done.import_id!))).toBe("not_found");
    expect((await importList(colleague, { limit: 10, offset: 0 })).total).toBe(0);
    expect((await importList(world.scope, { limit: 10, offset: 0 })).items).toMatchObject([
      {
        id: done.import_id,
        session_title: "Residuals, live",
        made_session: true,
        imported_by: "Ines Carvalho",
      },
    ]);
  });
});
