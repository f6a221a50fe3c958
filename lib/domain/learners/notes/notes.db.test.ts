import { beforeEach, expect, it } from "vitest";
import type { Context } from "@/lib/http/context";
import {
  endOf,
  enroll,
  makeCourse,
  makeSchool,
  makeUser,
  type Person,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { changeNote, createNote, deleteNote } from "./mutations";
import { noteList } from "./queries";
import { newNote, notesMax, noteTextMax } from "./schema";

const { sql } = testDatabase();

let school: { id: string };
let [teacher, colleague, assistant, admin, learner]: Person[] = [];
const person = (role: Person["role"]) => makeUser({ school_id: school.id, role });

beforeEach(async () => {
  school = await makeSchool();
  [teacher, colleague] = [await person("instructor"), await person("instructor")];
  [assistant, admin, learner] = [await person("assistant"), await person("admin"), await person("student")];
  const course = await makeCourse({
    school_id: school.id,
    instructorIds: [teacher.id, assistant.id],
  });
  await enroll(course.id, learner.id);
});

let hour = 9;
const as = (who: Person): Context => ({
  scope: scopeOf(who),
  request: { id: "request-1", address: "192.0.2.1" },
  now: new Date(Date.UTC(2026, 10, 20, hour++)),
});
const write = (who: Person, text: string, about = learner!) => createNote(as(who), about.id, { text });
const read = async (who: Person, about = learner!) =>
  (await noteList(scopeOf(who), about.id, { limit: 50, offset: 0 })).items;

it("is read by who teaches the learner and by admins, the latest first, and by nobody else", async () => {
  await write(teacher!, "Works on Tuesdays");
  await write(assistant!, "Came late twice");
  for (const who of [teacher!, assistant!, admin!])
    expect((await read(who)).map(({ text, own }) => [text, own])).toEqual([
      ["Came late twice", who === assistant],
      ["Works on Tuesdays", who === teacher],
    ]);
  // A colleague who teaches them nothing, a class mate, the learner, and another school.
  const mate = await person("student");
  const [elsewhere] = [await makeUser({ school_id: (await makeSchool()).id, role: "admin" })];
  for (const who of [colleague!, mate, learner!]) expect(await endOf(read(who))).toBe("forbidden");
  expect(await endOf(read(elsewhere!))).toBe("not_found");
  expect(await endOf(write(colleague!, "?"))).toBe("forbidden");
  // A colleague whose session they attended sees the person's page, not the notes.
  expect((await noteList(scopeOf(admin!), learner!.id, { limit: 1, offset: 0 })).total).toBe(2);
});

it("is never read by the person whom it is about, also where they are staff", async () => {
  const course = await makeCourse({ school_id: school.id, instructorIds: [teacher!.id, colleague!.id] });
  await enroll(course.id, colleague!.id);
  await write(teacher!, "Learns fast", colleague!);
  expect(await read(teacher!, colleague!)).toHaveLength(1);
  expect(await endOf(read(colleague!, colleague!))).toBe("forbidden");
});

it("is edited by its writer and deleted by its writer or an admin; the log has no text of it", async () => {
  const { id } = await write(teacher!, "Works on Tuesdays");
  const change = (who: Person, given: object) =>
    endOf(changeNote(as(who), learner!.id, id, { text: "Works on Mondays", revision: undefined, ...given }));
  expect(await change(assistant!, {})).toBe("forbidden");
  expect(await change(admin!, {})).toBe("forbidden");
  expect(await change(teacher!, { revision: 1 })).toBe("done");
  expect(await change(teacher!, { revision: 1, text: "Again" })).toBe("conflict");
  expect(await read(teacher!)).toMatchObject([{ text: "Works on Mondays", revision: 2 }]);
  expect(await endOf(deleteNote(as(assistant!), learner!.id, id))).toBe("forbidden");
  // Of another learner it is nobody's.
  expect(await endOf(deleteNote(as(admin!), colleague!.id, id))).toBe("not_found");
  expect(await endOf(deleteNote(as(admin!), learner!.id, id))).toBe("done");
  expect(await read(teacher!)).toEqual([]);
  const log = await sql<{ action: string; detail: unknown }[]>`
    select action, detail from audit_log where target_id = ${id} order by id`;
  expect(log.map(({ action }) => action)).toEqual(["note.create", "note.update", "note.delete"]);
  for (const { detail } of log) expect(detail).toEqual({ user_id: learner!.id });
});

it("has a text, not too long, and there are not too many", async () => {
  const wrong = (text: string) => newNote.safeParse({ text }).error?.issues.map(({ path }) => path.join("."));
  expect(wrong(" ")).toEqual(["text"]);
  expect(wrong("x".repeat(noteTextMax + 1))).toEqual(["text"]);
  expect(wrong("x".repeat(noteTextMax))).toBeUndefined();
  await sql`
    insert into learner_notes (id, school_id, user_id, text)
    select gen_random_uuid(), ${school.id}, ${learner!.id}, 'Note' from generate_series(1, ${notesMax - 1})`;
  expect(await endOf(write(teacher!, "The last"))).toBe("done");
  expect(await endOf(write(teacher!, "One more"))).toBe("conflict");
});

it("stays when its writer’s account is gone, and goes with the learner", async () => {
  await write(teacher!, "Works on Tuesdays");
  await sql`update learner_notes set written_by = null`;
  expect(await read(assistant!)).toMatchObject([{ written_by: null, own: false }]);
  await sql`delete from enrollments where user_id = ${learner!.id}`;
  await sql`delete from users where id = ${learner!.id}`;
  expect(await sql`select from learner_notes where user_id = ${learner!.id}`).toHaveLength(0);
});
