import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sealEntries, verifyChain } from "@/lib/auth/audit-chain";
import { identify } from "@/lib/auth/identity";
import { personNamed } from "@/lib/auth/token-subjects";
import { rosterQuery } from "@/lib/domain/people/imports/schema";
import { saveUser } from "@/lib/domain/people/users/mutations";
import { newUser } from "@/lib/domain/people/users/schema";
import { beginExport } from "@/lib/domain/privacy/mutations";
import { applyBeacons } from "@/lib/domain/videos/ingest/apply-beacons";
import { languageIn } from "@/lib/platform/catalogues";
import { newId } from "@/lib/platform/ids";
import { apiTokenOf } from "@/lib/testing/access-world";
import { playback } from "@/lib/testing/beacons";
import { endOf, makeSession, makeUser, scopeOf, testDatabase } from "@/lib/testing/database";
import { contextOf, makePrivacyWorld, now, type PrivacyWorld } from "@/lib/testing/privacy-world";
import { backUp } from "@/scripts/backup.mjs";
import { withoutErased } from "../imports/erased-people";
import { maintainSessions } from "../jobs/sessions";
import { runNextWork } from "../jobs/work";
import { mergePeople } from "../merging/merge-people";
import { rebuildAll } from "../rollups/rebuild";
import { importRoster } from "../roster/import-roster";
import { beginErasure, eraseLateFacts, erasePerson } from "./erase-person";

const { sql, url, writer } = testDatabase();
const folder = mkdtempSync(join(tmpdir(), "lectern-erasure-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Everything that the database has, as a backup has it, in lower case. */
async function dump(): Promise<string> {
  const file = join(folder, `${newId()}.backup`);
  await backUp({ url, file, media: join(folder, "none") });
  return gunzipSync(readFileSync(file)).toString("latin1").toLowerCase();
}

/** In how many places a word is, also within bytes. */
const places = (text: string, word: string) =>
  text.split(word.toLowerCase()).length - 1 + (text.split(Buffer.from(word).toString("hex")).length - 1);

const ctx = (world: PrivacyWorld) => contextOf(world.admin);
const work = async () => {
  while (await runNextWork(now));
};

describe("erasing a person", () => {
  let world: PrivacyWorld;
  let before: string;
  const numbers = async () => ({
    sessions:
      await sql`select session_id, total_registered, total_attended, average_duration_minutes, peak_count,
        chat_message_count, reaction_count, average_rating, total_responses
      from session_numbers where session_id = ${world.session.id}`,
    totals: await sql`select * from video_totals where video_id = ${world.video.id}`,
    seconds: await sql`select * from video_seconds where video_id = ${world.video.id} order by second`,
    bo: await sql`select * from gamification_stats where actor = ${world.bo.actor}`,
  });
  let counted: Awaited<ReturnType<typeof numbers>>;

  beforeAll(async () => {
    world = await makePrivacyWorld();
    const { ana, admin, school, session } = world;
    const { word } = ana;
    // What else can say something of a person: a merged account, imports, work, a file of their data, events for open pages.
    const twin = await makeUser({ school_id: school.id, name: `Twin ${word}`, external_id: `twin-${word}` });
    await mergePeople(ctx(world), ana.user.id, { duplicate_id: twin.id });
    await sql`insert into imports (id, school_id, session_id, user_id, format, file_name, file_hash, presence, people, made_session, before)
      values (${newId()}, ${school.id}, ${session.id}, ${admin.id}, 'zoom', ${`Ana ${word}.csv`}, 'h', 'spans', 1, false,
        ${sql.json({ attendees: [{ id: "a", before: { display_name: `Ana ${word}` } }, { id: "other" }] })})`;
    await sql`insert into roster_imports (id, school_id, user_id, format, file_name, file_hash, before, wrong, imported_at)
      values (${newId()}, ${school.id}, ${admin.id}, 'csv', 'people.csv', 'h',
        ${sql.json({ people: { added: [ana.user.id], changed: [{ id: ana.user.id, before: { email: `${word}@mail.test` } }] } })},
        ${sql.json([
          { line: 2, text: `${word}@mail.test is wrong` },
          { line: 3, text: "Another" },
        ])}, now())`;
    await sql`insert into roster_imports (id, school_id, user_id, format, file_name, file_hash, file)
      values (${newId()}, ${school.id}, ${admin.id}, 'csv', 'people.csv', 'i', ${Buffer.from(`name,email\nAna,${word}@mail.test`)})`;
    await sql`insert into account_links (id, purpose, school_id, email, hash, expires_at)
      values (${newId()}, 'email', ${school.id}, ${`${word}@mail.test`}, ${newId()}, now())`;
    await sql`insert into pending_beacons (playback_id, key, received_at, beacon)
      values (${newId()}, 'view', now(), ${sql.json({ view: { viewer_id: `s:X-${word}` } })})`;
    await sql`insert into bus_events (number, type, payload) values (-1, 'learning', ${sql.json({ actor: ana.actor })})`;
    await sql`insert into practice_sessions (id, school_id, user_id, session_type, duration_seconds, words_spoken, topics, vocabulary_learned, areas_to_improve, metadata)
      values (${newId()}, ${school.id}, ${ana.user.id}, 'conversation', 60, 90, ${sql.json([word])}, '[]', '[]', '{}')`;
    await beginExport(contextOf(ana.user), ana.user.id);
    await work();
    await rebuildAll({ school_id: school.id });
    while (((await maintainSessions(now))?.counted ?? 0) > 0);
    before = await dump();
    counted = await numbers();
  });

  it("leaves no trace of them in a full dump, and all numbers as they were", async () => {
    const { ana, bo, school, admin } = world;
    // The word is everywhere before, or its absence would prove nothing.
    expect(places(before, ana.word)).toBeGreaterThan(25);
    expect(places(before, ana.actor)).toBeGreaterThan(10);
    const ofBo = places(before, bo.word);

    const token = await apiTokenOf(ana.user.id, ["read"]);
    const headers = new Headers(token.caller.headers);
    expect(await identify(headers)).toMatchObject({ scope: { user_id: ana.user.id } });
    await beginErasure(ctx(world), ana.user.id, { name: ana.user.name });
    // Their access has ended before the work begins.
    expect(await identify(headers)).toBeNull();
    await work();
    const after = await dump();
    expect(places(after, ana.word)).toBe(0);
    expect(places(after, ana.actor)).toBe(0);
    // Their id is in the log that nobody may edit, and in the work that waits for late facts; it leads to nobody.
    expect(await sql`select from users where id = ${ana.user.id}`).toHaveLength(0);
    expect(places(after, bo.word)).toBe(ofBo);
    expect(await numbers()).toEqual(counted);
    expect((await rebuildAll({ school_id: school.id })).differences).toEqual([]);
    while (await sealEntries());
    expect((await verifyChain(school.id)).broken).toEqual([]);
    const log =
      await sql`select action, actor_id, detail from audit_log where target_id = ${ana.user.id} and action like 'user.%eras%' order by id`;
    expect(log).toEqual([
      { action: "user.begin_erasure", actor_id: admin.id, detail: {} },
      { action: "user.erase", actor_id: admin.id, detail: {} },
    ]);
  });

  it("does not bring them back by a token, a list, a report or a late fact", async () => {
    const { ana, school, video } = world;
    const late = {
      ...playback(video.id, `u:${ana.user.id}`, { played: [[0, 20]], position_seconds: 20 }),
      received_at: now,
    };
    await applyBeacons(writer, [late]);
    await eraseLateFacts({ user_id: ana.user.id, school_id: school.id });
    expect(await sql`select from playbacks where viewer_id = ${`u:${ana.user.id}`}`).toHaveLength(0);
    expect((await rebuildAll({ school_id: school.id })).differences).toEqual([]);

    const reach = { school_id: school.id, instructor_id: undefined };
    for (const subject of [ana.user.id, `X-${ana.word}`, `twin-${ana.word}`])
      expect((await personNamed(subject, reach)).user).toMatchObject({ disabled: true, name: "" });
    expect((await personNamed("somebody else", reach)).user).toBeNull();

    const again = (more: object) =>
      saveUser(ctx(world), newUser.parse({ name: "Ana", role: "student", ...more }));
    expect(await endOf(again({ external_id: `X-${ana.word}` }))).toBe("conflict external_id");
    expect(await endOf(again({ email: `${ana.word}@mail.test` }))).toBe("conflict email");
    const file = `name,email\nAna,${ana.word}@mail.test\nCarla,carla-${school.id}@mail.test\n`;
    // A file waits for a day at most.
    await importRoster(
      { ...ctx(world), now: new Date() },
      { bytes: new TextEncoder().encode(file), name: "people.csv" },
      rosterQuery.parse({ commit: "true" }),
      languageIn("en"),
    );
    await work();
    const emails =
      await sql`select email from users where school_id = ${school.id} and email like '%@mail.test'`;
    expect(emails.map(({ email }) => email).sort()).toEqual(
      [`${world.bo.word}@mail.test`, `carla-${school.id}@mail.test`].sort(),
    );
    const person = { line: 2, name: "Ana", email: `${ana.word}@mail.test`, external_id: null };
    const report = { people: [person, { ...person, line: 3, name: "Bo", email: "bo@mail.test" }] } as never;
    expect(
      ((await withoutErased(school.id, report, languageIn("en"))) as unknown as { people: object[] }).people,
    ).toMatchObject([
      { name: "Erased person 2", email: null },
      { name: "Bo", email: "bo@mail.test" },
    ]);
    // By hand, said in so many words, they are somebody new.
    const back = await again({ email: `${ana.word}@mail.test`, add_again: true });
    expect(back.id).not.toBe(ana.user.id);
    expect(
      ((await withoutErased(school.id, report, languageIn("en"))) as unknown as { people: object[] })
        .people[0],
    ).toMatchObject({ name: "Ana" });
  });
});

describe("an erasure", () => {
  let world: PrivacyWorld;
  beforeEach(async () => {
    world = await makePrivacyWorld();
  });

  it("needs the person's name, another admin, and somebody for the sessions that they teach", async () => {
    const { ana, teacher, admin, bo, session } = world;
    const erase = (id: string, input: { name: string; successor_id?: string }) =>
      endOf(beginErasure(ctx(world), id, input));
    expect(await erase(ana.user.id, { name: "Ana" })).toBe("invalid name");
    expect(await erase(admin.id, { name: admin.name })).toBe("conflict");
    expect(await erase(teacher.id, { name: teacher.name })).toBe("invalid successor_id");
    expect(await erase(teacher.id, { name: teacher.name, successor_id: bo.user.id })).toBe(
      "invalid successor_id",
    );
    expect(await erase(newId(), { name: "x" })).toBe("not_found");
    expect(
      await sql`select from users where school_id = ${world.school.id} and disabled_at is not null`,
    ).toHaveLength(0);
    expect(await erase(teacher.id, { name: ` ${teacher.name} `, successor_id: admin.id })).toBe("done");
    await work();
    expect(await sql`select instructor_id from sessions where id = ${session.id}`).toEqual([
      { instructor_id: admin.id },
    ]);
    expect(await sql`select written_by from learner_notes where user_id = ${ana.user.id}`).toEqual([
      { written_by: null },
    ]);
  });

  it("goes on where its process ended, whatever it had done", async () => {
    const { ana, school } = world;
    for (let at = 0; at < 3; at++)
      await makeSession({ school_id: school.id, instructor_id: world.teacher.id, status: "ended" });
    const input = { user_id: ana.user.id, successor_id: null };
    for (const end of [1, 2]) {
      let steps = 0;
      const attempt = erasePerson({ ...ctx(world), scope: scopeOf(world.admin) }, input, () => {
        if (++steps > end) throw new Error("the process ended");
      });
      await expect(attempt).rejects.toThrow("the process ended");
      expect(await sql`select from users where id = ${ana.user.id}`).toHaveLength(1);
    }
    await erasePerson(ctx(world), input, () => {});
    await erasePerson(ctx(world), input, () => {});
    const text = await dump();
    expect(places(text, ana.word)).toBe(0);
    expect((await rebuildAll({ school_id: school.id })).differences).toEqual([]);
  });
});
