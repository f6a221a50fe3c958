import { describe, expect, it } from "vitest";
import { endOf } from "@/lib/testing/database";
import { rosterWorld } from "@/lib/testing/roster-world";
import { oneRoster, smallSchool } from "@/lib/testing/rosters";
import { undoRosterImport } from "./undo-roster";

const { sql, world, ctx, commit, peopleOf, enrolledIn, teaching } = rosterWorld();

describe("undoing an import", () => {
  const undo = (importId: string, now = new Date()) => undoRosterImport({ ...ctx(), now }, importId);

  it("leaves the school as it was", async () => {
    await commit("external_id,email,name\ns1,beatriz@g.test,Bea");
    const before = [await peopleOf(), await enrolledIn(), await teaching()];
    const done = await commit(oneRoster({ ...smallSchool }));
    expect(done.added).toBeGreaterThan(5);
    expect(await undo(done.id)).toMatchObject({ stay: { people: 0, courses: 0, classes: 0, terms: 0 } });
    expect([await peopleOf(), await enrolledIn(), await teaching()]).toEqual(before);
    expect(await sql`select from courses where school_id = ${world.schoolId}`).toHaveLength(0);
    expect(await sql`select from terms where school_id = ${world.schoolId}`).toHaveLength(0);
    expect(await endOf(undo(done.id))).toBe("conflict");
  });

  it("keeps who is in use and what was edited since, and says how many", async () => {
    const done = await commit(oneRoster(smallSchool));
    await sql`update users set last_signed_in_at = now() where external_id = 's1' and school_id = ${world.schoolId}`;
    await sql`update users set name = 'Edited', revision = 2 where external_id = 's2' and school_id = ${world.schoolId}`;
    await sql`insert into lessons (id, course_id, number, title, position)
      select gen_random_uuid(), id, '1', 'Cells', 1 from courses where school_id = ${world.schoolId}`;
    expect((await undo(done.id)).stay).toEqual({
      results: 0,
      assessments: 0,
      people: 2,
      courses: 1,
      classes: 0,
      terms: 0,
    });
    expect(await peopleOf()).toMatchObject([{ name: "Beatriz Abreu" }, { name: "Edited" }]);
  });

  it("is over after 30 days, and takes a deactivation back", async () => {
    await commit(oneRoster(smallSchool));
    const done = await commit("external_id,status\ns2,tobedeleted");
    expect(await peopleOf()).toMatchObject([{}, {}, { disabled: true }]);
    expect(await endOf(undo(done.id, new Date(Date.now() + 31 * 86_400_000)))).toBe("conflict");
    await undo(done.id);
    expect(await peopleOf()).toMatchObject([{}, {}, { disabled: false }]);
    const entries = await sql`select action from audit_log where school_id = ${world.schoolId} order by id`;
    expect(entries.map(({ action }) => action)).toEqual(
      expect.arrayContaining([
        "roster_import.begin",
        "roster_import.commit",
        "user.update",
        "roster_import.undo",
      ]),
    );
  });
});
