import { describe, expect, it } from "vitest";
import { rosterBody } from "@/lib/domain/people/imports/schema";
import { endOf, makeCourse, makeUser } from "@/lib/testing/database";
import { rosterWorld } from "@/lib/testing/roster-world";

const { sql, world, read, commit, peopleOf, enrolledIn } = rosterWorld();

const file = "Wer;Was;Familienname;Notiz\nK-1;Ada;Groß;neu\nK-2;Ben;Klein;\n";
const columns = { Wer: "external_id", Was: "first_name", Familienname: "last_name", Notiz: "none" } as const;
const becomes = ({ table }: Awaited<ReturnType<typeof read>>) =>
  table?.columns.map(({ heading, becomes }) => `${heading}: ${becomes}`);

describe("the columns of a CSV", () => {
  it("whose headings nobody knows are asked for before anything can be imported", async () => {
    const answer = await read(file);
    expect(becomes(answer)).toEqual(["Wer: null", "Was: null", "Familienname: last_name", "Notiz: null"]);
    expect(answer.table).toMatchObject({
      ...{ delimiter: ";", encoding: "UTF-8", missing: [["external_id", "email", "username"]] },
    });
    expect(answer.table?.columns[0]).toMatchObject({ first: ["K-1", "K-2"], filled: 2 });
    expect(answer.counts.person).toEqual({ new: 0, changed: 0, unchanged: 0, wrong: 0 });
    expect(await endOf(read(file, { commit: "true" }))).toBe("invalid columns");
    expect(await sql`select from roster_imports where school_id = ${world.schoolId}`).toHaveLength(0);
  });

  it("are read as chosen, and the choice is proposed for the next file with the same headings", async () => {
    const done = await commit(file, { columns });
    expect(done).toMatchObject({ state: "done", added: 2, wrong_total: 0 });
    expect(await peopleOf()).toMatchObject([
      { external_id: "K-1", name: "Ada Groß" },
      { external_id: "K-2", name: "Ben Klein" },
    ]);
    // The order of the columns may be another one.
    const next = await read("Notiz;Familienname;Was;Wer\n;Groß;Adele;K-1");
    expect(becomes(next)).toEqual([
      "Notiz: null",
      "Familienname: last_name",
      "Was: first_name",
      "Wer: external_id",
    ]);
    expect(next.counts.person).toMatchObject({ changed: 1 });
    // Not for other headings, and not in another school.
    expect(becomes(await read("Wer;Was\nK-1;Ada"))).toEqual(["Wer: null", "Was: null"]);
    await sql`update roster_imports set columns = null`;
    expect(becomes(await read(file))?.[0]).toBe("Wer: null");
  });

  it("prefer what this admin chose to what a colleague chose since", async () => {
    await commit(file, { columns });
    const colleague = await makeUser({ school_id: world.schoolId, role: "admin" });
    await read(file, { commit: "true" }, colleague, { columns: { ...columns, Notiz: "address" } });
    expect(becomes(await read(file))?.[3]).toBe("Notiz: null");
    expect(becomes(await read(file, {}, colleague))?.[3]).toBe("Notiz: address");
  });

  it("can be two for one field: a course for each presentation of a module", async () => {
    await makeCourse({ school_id: world.schoolId, title: "AAA 2013J" });
    await makeCourse({ school_id: world.schoolId, title: "AAA 2014J" });
    await commit(
      "id_student,student,code_module,code_presentation\n1,Ada,AAA,2013J\n1,Ada,AAA,2014J\n2,Ben,AAA,2014J",
      {
        columns: {
          ...{ id_student: "external_id", student: "name" },
          ...{ code_module: "course", code_presentation: "course" },
        },
      },
    );
    expect((await enrolledIn()).map(({ name, title }) => `${name} ${title}`)).toEqual([
      ...["Ada AAA 2013J", "Ada AAA 2014J", "Ben AAA 2014J"],
    ]);
  });

  it("that are chosen and not in the file are refused by name", async () => {
    expect(await endOf(read(file, {}, undefined, { columns: { ...columns, Extra: "email" } }))).toBe(
      "invalid columns",
    );
    const form = (text: string) =>
      rosterBody.safeParse({ file: new Uint8Array(1), file_name: null, fields: { columns: text } });
    expect(form(JSON.stringify(columns)).success).toBe(true);
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`c${n}`, "none"]));
    for (const text of ["{", "[]", '{"Wer":"password"}', JSON.stringify(many)]) {
      const { error } = form(text);
      expect(error?.issues[0]?.path.slice(0, 2), text).toEqual(["fields", "columns"]);
    }
  });

  it("say how many of their values are wrong", async () => {
    const answer = await read(
      "email,name,role\na@c.test,A,student\nb,B,student\nc@c.test,C,tutor\nd@c.test,D,",
    );
    expect(answer.table?.columns.map(({ heading, filled, wrong }) => [heading, filled, wrong])).toEqual([
      ["email", 4, 1],
      ["name", 4, 0],
      ["role", 3, 1],
    ]);
  });
});

it("shows a line that cannot be read, with the reason, in the preview and in the import", async () => {
  const text = 'email,name\na@h.test,Ana\nb@h.test,"Ben\n';
  const wrong = [{ line: 3, column: null, message: "The quotes of this line do not match" }];
  expect(await read(text)).toMatchObject({ wrong, wrong_total: 1 });
  expect(await commit(text)).toMatchObject({ wrong, wrong_total: 1, added: 1 });
});
