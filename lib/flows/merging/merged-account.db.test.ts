import { beforeAll, describe, expect, it } from "vitest";
import { identify } from "@/lib/auth/identity";
import { signPlaybackToken } from "@/lib/auth/tokens";
import { enrollBody } from "@/lib/domain/courses/enrollments/forms";
import { enrollPeople } from "@/lib/domain/courses/enrollments/mutations";
import { changeUser, saveUser } from "@/lib/domain/people/users/mutations";
import { newUser } from "@/lib/domain/people/users/schema";
import { registerBody } from "@/lib/domain/sessions/forms";
import { matchPeople } from "@/lib/domain/sessions/imports/match";
import { possibleUsers } from "@/lib/domain/sessions/imports/queries";
import { applyEvents } from "@/lib/domain/sessions/live/apply";
import { registerPeople } from "@/lib/domain/sessions/mutations/registrations";
import { applyBeacons } from "@/lib/domain/videos/ingest/apply-beacons";
import { languageIn } from "@/lib/platform/catalogues";
import { newId } from "@/lib/platform/ids";
import { apiTokenOf, inBrowser, signedIn } from "@/lib/testing/access-world";
import { playback } from "@/lib/testing/beacons";
import {
  endOf,
  enroll,
  makeCourse,
  makeSchool,
  makeSession,
  makeUser,
  makeVideo,
  type Person,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { serveIngest, transports } from "@/lib/testing/transports";
import { comparePeople } from "./compare-people";
import { mergePeople, moveLateFacts } from "./merge-people";

serveIngest();
const { sql, writer } = testDatabase();
const request = { id: "request-1", address: "192.0.2.7" };
const now = new Date("2026-12-01T12:00:00Z");
const contextOf = (admin: Person) => ({ scope: scopeOf(admin), request, now });
const start = new Date("2026-11-18T18:00:00Z");
type Given = Omit<Parameters<typeof makeUser>[0], "school_id">;

describe("the account of a merged person", () => {
  let admin: Person;
  let schoolId: string;
  beforeAll(async () => {
    schoolId = (await makeSchool()).id;
    admin = await makeUser({ school_id: schoolId, role: "admin" });
  });
  const person = (given: Given = {}) => makeUser({ school_id: schoolId, ...given });
  const merge = (one: Person, duplicate: Person, role?: Person["role"], by = admin) =>
    mergePeople(contextOf(by), one.id, { duplicate_id: duplicate.id, role });

  it("ends with all access, and leaves what the person lacks", async () => {
    const one = await person({ email: null, username: "helena", external_id: "S-1" });
    const two = await person({ external_id: "S-2", username: "brito", address: "Rua 7" });
    const access = [(await inBrowser(two)).headers, (await signedIn(two)).headers];
    access.push((await apiTokenOf(two.id, ["read"])).caller.headers);
    for (const headers of access) expect(await identify(new Headers(headers))).not.toBeNull();
    const merged = await merge(one, two);
    expect(merged).toMatchObject({
      id: one.id,
      email: two.email,
      username: "helena",
      external_id: "S-1",
      address: "Rua 7",
    });
    for (const headers of access) expect(await identify(new Headers(headers))).toBeNull();
    const [entry] = await sql`select * from audit_log where action = 'user.merge' and target_id = ${one.id}`;
    expect(entry).toMatchObject({
      actor_id: admin.id,
      school_id: schoolId,
      detail: { before: [{ id: one.id }, { id: two.id }], after: { id: one.id, role: "student" } },
    });
    expect(JSON.stringify(entry?.detail)).not.toContain(two.email);
    // The school's other id of them is theirs: its next upload changes nothing of it, and adds nobody.
    const saved = await saveUser(contextOf(admin), newUser.parse({ external_id: "S-2", first_name: "H." }));
    expect(saved).toMatchObject({ id: one.id, external_id: "S-1", first_name: "H.", created: false });
  });

  it("asks for the role where the two have different ones", async () => {
    const [one, two] = [await person(), await person({ role: "instructor" })];
    expect(await endOf(merge(one, two))).toBe("invalid role");
    expect(await endOf(merge(one, two, "admin"))).toBe("invalid role");
    expect(await merge(one, two, "instructor")).toMatchObject({ role: "instructor" });
  });

  it("is of the same school, another person, and not the admin's own", async () => {
    const elsewhere = await makeUser({ school_id: (await makeSchool()).id, role: "admin" });
    const everywhere = await makeUser({ school_id: null, role: "admin" });
    const one = await person({ role: "admin" });
    expect(await endOf(merge(one, elsewhere))).toBe("not_found duplicate_id");
    expect(await endOf(merge(one, elsewhere, undefined, everywhere))).toBe("invalid duplicate_id");
    expect(await endOf(merge(everywhere, everywhere, undefined, everywhere))).toBe("invalid duplicate_id");
    expect(await endOf(merge(one, admin))).toBe("conflict");
    expect(await endOf(merge(admin, await person(), "student"))).toBe("conflict");
    expect(await endOf(mergePeople(contextOf(elsewhere), one.id, { duplicate_id: elsewhere.id }))).toBe(
      "not_found",
    );
  });

  it("can be that of somebody into whom another was merged", async () => {
    const [one, two, three] = [await person(), await person({ external_id: "chain" }), await person()];
    await merge(two, three);
    await merge(one, two);
    const former = await sql`select identity from former_identities where user_id = ${one.id} order by 1`;
    expect(former.map(({ identity }) => identity)).toEqual(
      [`e:${two.email}`, `e:${three.email}`, `u:${two.id}`, `u:${three.id}`].sort(),
    );
  });

  it("is found by its address and ids in lists and reports that come later, unless somebody has them now", async () => {
    const [one, two] = [await person({ external_id: "present" }), await person({ external_id: "formerly" })];
    const { id: courseId } = await makeCourse({ school_id: schoolId });
    const session = await makeSession({ school_id: schoolId, course_id: courseId });
    await merge(one, two);
    const names = [{ email: two.email }, { user_id: "formerly" }, { user_id: two.id.toUpperCase() }];
    /** Whom each way to name somebody finds. */
    const found = async () => {
      const { results } = await enrollPeople(
        contextOf(admin),
        courseId,
        enrollBody.parse({ people: names, dry_run: true }),
        languageIn("en"),
      );
      const people = [{ name: "N", email: two.email, external_id: "formerly" }];
      const [match] = await matchPeople(
        people,
        await possibleUsers(scopeOf(admin), schoolId, courseId, people),
      );
      await registerPeople(
        contextOf(admin),
        session.id,
        registerBody.parse({ people: [{ email: two.email }] }),
      );
      const [registered] = await sql`
        select a.user_id from attendees a join attendee_identities i on i.session_id = a.session_id and i.attendee_id = a.id
        where a.session_id = ${session.id} and i.identity = ${`e:${two.email}`}`;
      return [
        ...results.map((result) => ("user_id" in result ? result.user_id : result.code)),
        match?.kind === "matched" ? match.person.user_id : match?.kind,
        registered?.user_id,
      ];
    };
    expect(await found()).toEqual([one.id, one.id, one.id, one.id, one.id]);
    await sql`delete from attendees where session_id = ${session.id}`;
    await sql`delete from attendee_identities where session_id = ${session.id}`;
    const now = await person({ email: two.email, external_id: "formerly" });
    expect(await found()).toEqual([now.id, now.id, one.id, now.id, now.id]);
  });

  it("is compared before, and what both have counts once", async () => {
    const course = await makeCourse({ school_id: schoolId, title: "Statistics" });
    const [one, two] = [await person({ name: "One" }), await person({ name: "Two", role: "instructor" })];
    await Promise.all([enroll(course.id, one.id), enroll(course.id, two.id)]);
    const [shared, own] = [
      await makeVideo({ school_id: schoolId, duration_ms: 60_000 }),
      await makeVideo({ school_id: schoolId, duration_ms: 60_000 }),
    ];
    await applyBeacons(writer, [
      playback(shared.id, `u:${one.id}`, { played: [[0, 30]] }),
      playback(shared.id, `u:${two.id}`, { played: [[0, 10]] }),
      playback(own.id, `u:${two.id}`, { played: [[0, 5]] }),
    ]);
    await makeSession({ school_id: schoolId, instructor_id: two.id });
    const { person: kept, duplicate, after } = await comparePeople(scopeOf(admin), one.id, two.id);
    expect(kept).toMatchObject({ name: "One", videos: 1, watch_seconds: 30, taught: 0, role: "student" });
    expect(duplicate).toMatchObject({ name: "Two", videos: 2, watch_seconds: 15, taught: 1 });
    expect(after).toMatchObject({
      name: "One",
      videos: 2,
      watch_seconds: 45,
      taught: 1,
      courses: ["Statistics"],
      role: null,
    });
    const elsewhere = await makeUser({ school_id: (await makeSchool()).id, role: "admin" });
    const everywhere = await makeUser({ school_id: null, role: "admin" });
    for (const [by, a, b] of [
      [admin, one, one],
      [admin, one, elsewhere],
      [everywhere, one, elsewhere],
      [elsewhere, one, two],
    ] as const)
      expect(await endOf(comparePeople(scopeOf(by), a.id, b.id))).toBe("not_found");
  });

  it("takes what arrives late along", async () => {
    const [one, two] = [await person(), await person()];
    const video = await makeVideo({ school_id: schoolId, duration_ms: 60_000 });
    const session = await makeSession({
      school_id: schoolId,
      status: "live",
      started_at: start,
    });
    await merge(one, two);
    await applyBeacons(writer, [playback(video.id, `u:${two.id}`, { played: [[0, 30]] })]);
    await applyEvents(writer, [
      {
        session_id: session.id,
        who: { identity: `u:${two.id}`, name: two.name, email: two.email, user_id: two.id },
        at: start.getTime(),
        received_at: start,
        kind: "presence",
        event: "join",
        client_id: newId(),
      },
    ]);
    const [work] = await sql`select input from background_work where input->>'duplicate_id' = ${two.id}`;
    await moveLateFacts(work!.input);
    expect(await sql`select viewer_id from viewer_progress where video_id = ${video.id}`).toEqual([
      { viewer_id: `u:${one.id}` },
    ]);
    expect(await sql`select user_id, display_name from attendees where session_id = ${session.id}`).toEqual([
      { user_id: one.id, display_name: one.name },
    ]);
  });

  describe.each(transports)("at $name", ({ send, sendLive }) => {
    async function tokensOf(subjects: string[]) {
      const video = await makeVideo({ school_id: schoolId, duration_ms: 60_000 });
      const session = await makeSession({
        school_id: schoolId,
        status: "live",
        scheduled_start: new Date(Date.now() - 60_000),
        scheduled_end: new Date(Date.now() + 3_600_000),
        started_at: new Date(Date.now() - 60_000),
      });
      const claims = {
        school_id: schoolId,
        issued_at: new Date(),
        expires_at: new Date(Date.now() + 3_600_000),
      };
      const viewing = (subject: string) =>
        signPlaybackToken({ ...claims, subject, video_id: video.id, session_id: null });
      const attending = (subject: string) =>
        signPlaybackToken({ ...claims, subject, video_id: null, session_id: session.id });
      const tokens = await Promise.all(
        subjects.map(async (subject) => ({ view: await viewing(subject), join: await attending(subject) })),
      );
      const watch = async (token: string, more: object = {}) =>
        send(
          "video-view",
          JSON.stringify({
            session_id: newId(),
            video_id: video.id,
            course_id: video.course_id,
            token,
            ...more,
          }),
        );
      const play = (token: string) =>
        send(
          "video-progress",
          JSON.stringify({ session_id: newId(), video_id: video.id, current_position_seconds: 1, token }),
        );
      const join = (token: string) =>
        sendLive(session.id, "presence", JSON.stringify({ event: "join", client_id: newId(), token }));
      const viewers = async () =>
        (
          await sql`select distinct viewer_id from playbacks where video_id = ${video.id} and viewer_id is not null`
        ).map((row) => row.viewer_id);
      const attendees = async () =>
        (await sql`select user_id from attendees where session_id = ${session.id}`).map((row) => row.user_id);
      return { tokens, watch, play, join, viewers, attendees };
    }

    it("is named by tokens that were signed before, from the next beacon on", async () => {
      const [one, two] = [await person({ external_id: newId() }), await person({ external_id: newId() })];
      const { tokens, watch, join, viewers, attendees } = await tokensOf([two.id, two.external_id!]);
      // Both are cached now.
      for (const token of tokens) {
        expect((await watch(token.view)).status).toBe(200);
        expect((await join(token.join)).status).toBe(200);
      }
      expect(await viewers()).toEqual([`u:${two.id}`]);
      await merge(one, two);
      for (const token of tokens) {
        expect((await watch(token.view)).status).toBe(200);
        expect((await join(token.join)).status).toBe(200);
      }
      expect(await viewers()).toEqual([`u:${one.id}`]);
      expect(await attendees()).toEqual([one.id]);
    });

    it("no longer counts once it is deactivated, and counts again once it is active", async () => {
      const one = await person({ external_id: newId() });
      const { tokens, watch, play, join } = await tokensOf([one.id, one.external_id!]);
      const statuses = async () =>
        Promise.all(tokens.flatMap((token) => [watch(token.view), play(token.view), join(token.join)])).then(
          (all) => all.map(({ status }) => status),
        );
      expect(await statuses()).toEqual(Array(6).fill(200));
      await changeUser(contextOf(admin), one.id, { disabled: true });
      expect(await statuses()).toEqual(Array(6).fill(403));
      await changeUser(contextOf(admin), one.id, { disabled: false });
      expect(await statuses()).toEqual(Array(6).fill(200));
      // By another process, which tells this one.
      await sql`update users set disabled_at = now() where id = ${one.id}`;
      await expect.poll(statuses, { timeout: 2000 }).toEqual(Array(6).fill(403));
    });
  });
});
