import { describe, expect, it } from "vitest";
import {
  endOf,
  enroll,
  makeCourse,
  makeSchool,
  makeSession,
  makeUser,
  type Person,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { registerBody } from "../forms";
import { mergeAttendees, reassignAttendee, removeRegistration, renameAttendee } from "./attendees";
import { cancelSession } from "./change";
import { registerPeople } from "./registrations";

const { sql } = testDatabase();
// Far ahead: sessions whose time is over by the real clock are closed when they are looked at.
const at = (time: string) => new Date(`2096-11-18T${time}Z`);
const context = { request: { id: "request-1", address: "192.0.2.7" }, now: at("17:00:00") };

const when = { scheduled_start: at("18:00:00"), scheduled_end: at("19:00:00") };

async function makeWorld() {
  const school = await makeSchool();
  const staff = () => makeUser({ school_id: school.id, role: "instructor" });
  const [teacher, colleague] = [await staff(), await staff()];
  const course = await makeCourse({ school_id: school.id, instructorIds: [teacher.id] });
  /** A person of the school; a student learns in the teacher's course. */
  async function person(role: Person["role"], given: Partial<Person> = {}) {
    const made = await makeUser({ school_id: school.id, role, ...given });
    if (role === "student") await enroll(course.id, made.id);
    return made;
  }
  return { school, person, teacher, colleague, scope: scopeOf(teacher) };
}
const registrations = (...people: object[]) => registerBody.parse({ people });

const versionOf = async (id: string) =>
  Number((await sql`select version from session_versions where session_id = ${id}`)[0]?.version ?? 0);
const auditsOf = async (id: string) =>
  (await sql`select action from audit_log where target_id = ${id} order by id`).map((row) => row.action);
const attendeesOf = (sessionId: string) =>
  sql<
    {
      id: string;
      name: string;
      email: string | null;
      user_id: string | null;
      identities: string[];
      cancelled: boolean;
    }[]
  >`
    select a.id, a.display_name as name, a.email, a.user_id, a.cancelled_at is not null as cancelled,
      array(select identity from attendee_identities i where i.session_id = a.session_id and i.attendee_id = a.id
        order by identity) as identities
    from attendees a where a.session_id = ${sessionId} order by lower(a.display_name), a.id`;

describe("registering people", () => {
  async function room() {
    const world = await makeWorld();
    const session = await makeSession({
      ...when,
      school_id: world.school.id,
      instructor_id: world.teacher.id,
    });
    const ana = await world.person("student", {
      name: "Ana Costa",
      email: `ana@${world.school.id}.test`,
      external_id: "s-17",
    });
    const register = (...people: object[]) =>
      registerPeople({ scope: world.scope, ...context }, session.id, registrations(...people));
    return { ...world, session, ana, register };
  }

  it("recognises users by either id and by address, and registers others by address or name", async () => {
    const { session, ana, register } = await room();
    expect(
      await register(
        { user_id: "s-17" },
        { email: ana.email.toUpperCase() },
        { email: "Bo@Elsewhere.test" },
        { name: "Cy  Young", rsvp: "maybe" },
        { name: "cy young" },
      ),
    ).toEqual({ id: session.id, registered: 3, unchanged: 2 });
    const people = await attendeesOf(session.id);
    expect(people.map(({ id: _, ...person }) => person)).toEqual([
      {
        name: "Ana Costa",
        email: ana.email,
        user_id: ana.id,
        identities: [`e:${ana.email}`, `u:${ana.id}`],
        cancelled: false,
      },
      {
        name: "bo@elsewhere.test",
        email: "bo@elsewhere.test",
        user_id: null,
        identities: ["e:bo@elsewhere.test"],
        cancelled: false,
      },
      { name: "Cy  Young", email: null, user_id: null, identities: ["n:cy young"], cancelled: false },
    ]);
    expect(await versionOf(session.id)).toBe(1);
    expect(await auditsOf(session.id)).toEqual(["session.register"]);
    // The same list again changes nothing, and says so nowhere.
    expect(await register({ user_id: ana.id }, { email: "bo@elsewhere.test" })).toMatchObject({
      registered: 0,
      unchanged: 2,
    });
    expect(await versionOf(session.id)).toBe(1);
    // A name that was missing is taken; one that stands is kept.
    await register({ email: "bo@elsewhere.test", name: "Bo Ek" });
    await register({ email: "bo@elsewhere.test", name: "Somebody" });
    expect((await attendeesOf(session.id)).map(({ name }) => name)).toEqual([
      "Ana Costa",
      "Bo Ek",
      "Cy  Young",
    ]);
  });

  it("cancels a registration and registers again", async () => {
    const { session, register, scope } = await room();
    await register({ name: "Cy" });
    const cancelled = async () => (await attendeesOf(session.id))[0]?.cancelled;
    await register({ name: "Cy", cancelled: true });
    expect(await cancelled()).toBe(true);
    await register({ name: "Cy" });
    expect(await cancelled()).toBe(false);
    const [cy] = await attendeesOf(session.id);
    await removeRegistration({ scope, ...context }, session.id, cy!.id);
    expect(await cancelled()).toBe(true);
    await removeRegistration({ scope, ...context }, session.id, cy!.id);
    expect(
      (await auditsOf(session.id)).filter((action) => action === "session.cancel_registration"),
    ).toHaveLength(1);
  });

  it("merges an address with the account that was made since", async () => {
    const { session, school, register } = await room();
    await register({ email: "dee@mail.test", name: "Dee" });
    const dee = await makeUser({ school_id: school.id, name: "Dee Lind", email: "dee@mail.test" });
    // She was there meanwhile, known by her account.
    const other = "0192f3a4-0000-7000-8000-00000000000d";
    await sql`insert into attendees (session_id, id, display_name, user_id, created_at) values (${session.id}, ${other}, 'Dee Lind', ${dee.id}, now())`;
    await sql`insert into attendee_identities (session_id, identity, attendee_id) values (${session.id}, ${`u:${dee.id}`}, ${other})`;
    expect(await register({ email: "dee@mail.test" })).toMatchObject({ registered: 0, unchanged: 1 });
    const people = await attendeesOf(session.id);
    expect(people).toHaveLength(1);
    expect(people[0]).toMatchObject({
      id: other,
      user_id: dee.id,
      email: "dee@mail.test",
      identities: ["e:dee@mail.test", `u:${dee.id}`],
    });
  });

  it("refuses a whole list with an unknown id, and a cancelled session", async () => {
    const { session, register, scope } = await room();
    expect(await endOf(register({ name: "Cy" }, { user_id: "nobody" }))).toBe("not_found people[1].user_id");
    expect(await attendeesOf(session.id)).toHaveLength(0);
    await cancelSession({ scope, ...context }, session.id, "this");
    expect(await endOf(register({ name: "Cy" }))).toBe("conflict");
  });
});

describe("correcting who an attendee was", () => {
  /** Two guests with something of everything, written as the players and the reports leave it. */
  async function guests() {
    const world = await makeWorld();
    const { id } = await makeSession({
      ...when,
      school_id: world.school.id,
      instructor_id: world.teacher.id,
      status: "live",
    });
    const [from, into] = ["0192f3a4-0000-7000-8000-00000000000a", "0192f3a4-0000-7000-8000-00000000000b"];
    for (const [who, name, minute, rating, registered] of [
      [from, "Guest a", 5, 2, "10:00:00"],
      [into, "Guest b", 2, 5, null],
    ] as const) {
      const sent = at(`18:0${minute}:00`);
      const fact = who.slice(0, -1) + minute;
      await sql`
        insert into attendees (session_id, id, display_name, registered_at, reported_messages, created_at)
        values (${id}, ${who}, ${name}, ${registered && at(registered)}, ${minute}, ${sent})`;
      await sql`insert into attendee_identities (session_id, identity, attendee_id) values (${id}, ${`v:${who}`}, ${who})`;
      await sql`
        insert into presence (session_id, client_id, attendee_id, heartbeats, grace_ms)
        values (${id}, ${who}, ${who}, '{[0,100000)}', 45000)`;
      await sql`insert into messages values (${id}, ${fact}, ${who}, 'Why?', true, ${sent})`;
      await sql`insert into reactions values (${id}, ${fact}, ${who}, '👏', ${sent})`;
      await sql`insert into feedback values (${id}, ${who}, ${rating}, null, ${sent})`;
    }
    /** How many of each fact an attendee has. */
    const held = async (who: string) => {
      const counts: Record<string, number> = {};
      for (const table of [
        "attendees",
        "attendee_identities",
        "presence",
        "messages",
        "reactions",
        "feedback",
      ]) {
        const column = table === "attendees" ? "id" : "attendee_id";
        const [row] = await sql`
          select count(*)::int as n from ${sql(table)} where session_id = ${id} and ${sql(column)} = ${who}`;
        counts[table] = row?.n;
      }
      return counts;
    };
    return { ...world, id, from: from!, into: into!, held };
  }
  const nothing = {
    attendees: 0,
    attendee_identities: 0,
    presence: 0,
    messages: 0,
    reactions: 0,
    feedback: 0,
  };
  const both = { attendees: 1, attendee_identities: 2, presence: 2, messages: 2, reactions: 2, feedback: 1 };

  it("merges two: all facts, the latest feedback, the earliest registration, sums", async () => {
    const { id, from, into, held, scope } = await guests();
    expect(await mergeAttendees({ scope, ...context }, id, from, into)).toEqual({ attendee_id: into });
    expect(await held(from)).toEqual(nothing);
    expect(await held(into)).toEqual(both);
    const [row] = await sql`
      select a.display_name, a.registered_at, a.reported_messages, a.reported_ms, f.rating from attendees a
      join feedback f on f.session_id = a.session_id and f.attendee_id = a.id where a.session_id = ${id}`;
    // 2 + 5 messages by reports; the guest's 2 stars came at 18:05, after the other's 5 at 18:02.
    expect(row).toEqual({
      display_name: "Guest b",
      registered_at: at("10:00:00"),
      reported_messages: 7,
      reported_ms: null,
      rating: 2,
    });
    expect(await versionOf(id)).toBe(1);
    const [audit] = await sql`select action, detail from audit_log where target_id = ${id}`;
    expect(audit).toMatchObject({
      action: "session.merge_attendees",
      detail: { before: [{ attendee_id: from }, { attendee_id: into }], after: { attendee_id: into } },
    });
    expect(await endOf(mergeAttendees({ scope, ...context }, id, from, into))).toBe("not_found");
    expect(await endOf(mergeAttendees({ scope, ...context }, id, into, into))).toBe("invalid merge_into");
  });

  it("adds the stays of one to the reported length of the other", async () => {
    const { id, from, into, scope } = await guests();
    await sql`update attendees set reported_ms = 600000 where session_id = ${id} and id = ${into}`;
    await mergeAttendees({ scope, ...context }, id, from, into);
    const [row] = await sql`select reported_ms::int as ms from attendees where session_id = ${id}`;
    // 600 s reported, and a stay of 100 s less the grace of 45 s.
    expect(row?.ms).toBe(655_000);
  });

  it("matches a guest to a user, then to another, then to nobody", async () => {
    const { id, from, scope, person } = await guests();
    const [ana, bo] = [await person("student", { name: "Ana" }), await person("student", { name: "Bo" })];
    const state = async () => (await attendeesOf(id)).find((row) => row.id === from);
    await reassignAttendee({ scope, ...context }, id, from, ana.id);
    expect(await state()).toMatchObject({
      name: "Ana",
      user_id: ana.id,
      email: ana.email,
      identities: [`e:${ana.email}`, `u:${ana.id}`, `v:${from}`],
    });
    await reassignAttendee({ scope, ...context }, id, from, bo.id);
    expect(await state()).toMatchObject({
      name: "Bo",
      user_id: bo.id,
      email: bo.email,
      identities: [`e:${bo.email}`, `u:${bo.id}`, `v:${from}`],
    });
    expect(await endOf(renameAttendee({ scope, ...context }, id, from, "Robert"))).toBe("conflict");
    await reassignAttendee({ scope, ...context }, id, from, null);
    expect(await state()).toMatchObject({ user_id: null, email: null, identities: [`v:${from}`] });
    await renameAttendee({ scope, ...context }, id, from, "Robert");
    expect(await state()).toMatchObject({ name: "Robert" });
    expect(await auditsOf(id)).toEqual([
      "session.reassign_attendee",
      "session.reassign_attendee",
      "session.reassign_attendee",
      "session.rename_attendee",
    ]);
    expect(await endOf(reassignAttendee({ scope, ...context }, id, from, "nobody"))).toBe(
      "not_found user_id",
    );
    const outsider = (await makeWorld()).teacher;
    expect(await endOf(reassignAttendee({ scope, ...context }, id, from, outsider.id))).toBe(
      "not_found user_id",
    );
  });

  it("merges into the attendee who is that user already, and changes nothing when it fails", async () => {
    const { id, from, into, held, scope, person, colleague } = await guests();
    const ana = await person("student");
    await reassignAttendee({ scope, ...context }, id, into, ana.id);
    expect(await reassignAttendee({ scope, ...context }, id, from, ana.id)).toEqual({ attendee_id: into });
    expect(await held(from)).toEqual(nothing);
    // The visitor's two, the user's and her address.
    expect(await held(into)).toEqual({ ...both, attendee_identities: 4 });
    const before = await versionOf(id);
    expect(await endOf(reassignAttendee({ scope: scopeOf(colleague), ...context }, id, into, null))).toBe(
      "forbidden",
    );
    expect(await endOf(removeRegistration({ scope, ...context }, id, from))).toBe("not_found");
    expect(await versionOf(id)).toBe(before);
  });
});
