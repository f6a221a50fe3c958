import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { rosterFields, rosterKinds } from "@/lib/measure/roster";
import { csvOf, oneRoster, smallSchool } from "@/lib/testing/rosters";
import { type RosterOptions, readRoster as readWith } from "./read-roster";

const readRoster = (bytes: Uint8Array, options: Partial<RosterOptions> = {}) =>
  readWith(bytes, { columns: null, earlier: [], ...options });
const bytesOf = (text: string) => new TextEncoder().encode(text);

/** The same numbers at each run. */
function randomBy(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state % below;
  };
}

it("finds the columns by name in any order, case, delimiter and language", () => {
  for (const text of [
    "ROLE,Last Name,First_Name,E-mail\nstudent,Costa,Ana,ana@x.test",
    "Apellidos;Nombre;Correo;Rol\nCosta;Ana;ana@x.test;student",
    "Nachname\tVorname\tE-Mail-Adresse\tRolle\r\nCosta\tAna\tana@x.test\tstudent\r\n",
    '\n\n"e mail","Family name","Given name",Role\n"ana@x.test","Costa",Ana,student',
  ])
    expect(readRoster(bytesOf(text))?.rows, text).toMatchObject([
      {
        kind: "person",
        values: { email: "ana@x.test", first_name: "Ana", last_name: "Costa", role: "student" },
      },
    ]);
  // Addresses are people, not headings; and a letter is no table.
  for (const text of ["ana@x.test,Costa\nben@x.test,Dias", "Dear all,\nsee you", "Dear all", ""])
    expect(readRoster(bytesOf(text)), text).toBeNull();
});

describe("columns", () => {
  const read = (text: string, options?: Partial<RosterOptions>) => readRoster(bytesOf(text), options);
  const becomes = (roster: ReturnType<typeof read>) =>
    roster?.table?.columns.map(({ heading, becomes }) => [heading, becomes]);

  it("are proposed by what schools call them; what fits nothing is left out", () => {
    const german = read(
      "Student no.;Familienname;Vorname;E-Mail-Adresse;Kurs;Notiz\n7;Groß;Ada;ada@x.test;Bio;neu",
    );
    expect(becomes(german)).toEqual([
      ["Student no.", "external_id"],
      ["Familienname", "last_name"],
      ["Vorname", "first_name"],
      ["E-Mail-Adresse", "email"],
      ["Kurs", "course"],
      ["Notiz", null],
    ]);
    expect(german?.table).toMatchObject({ delimiter: ";", encoding: "UTF-8" });
    expect(german?.table?.columns[5]).toMatchObject({ first: ["neu"], filled: 1 });
    expect(german?.rows[0]?.values).toEqual({
      ...{ external_id: "7", last_name: "Groß", first_name: "Ada", email: "ada@x.test", course: "Bio" },
    });
    for (const [text, field] of [
      ["Numéro d’étudiant,Nom", "external_id"],
      ["numero de matricula,Nombre", "external_id"],
      ["Endereço de e-mail,Nome completo", "email"],
      ["Nom d'utilisateur,Prénom", "username"],
    ] as const)
      expect(becomes(read(`${text}\nx,y`))?.[0]?.[1], text).toBe(field);
  });

  it("of one field are one text, with a space", () => {
    const roster = read("id_student,code_module,code_presentation\n11391,AAA,2013J\n28400,AAA,", {
      columns: { id_student: "external_id", code_module: "course", code_presentation: "course" },
    });
    expect(roster?.rows.map(({ values }) => values.course)).toEqual(["AAA 2013J", "AAA"]);
    expect(roster?.rows[0]?.kind).toBe("enrollment");
    expect(roster?.files[0]?.headings.course).toBe("code_module + code_presentation");
  });

  it("are as chosen, else as chosen last for the same headings in any order", () => {
    const text = "Wer,Was\nana@x.test,Ana";
    const chosen = { Wer: "email", Was: "name" } as const;
    for (const options of [{ columns: chosen }, { earlier: [{ Wer: "none" } as const, chosen] }])
      expect(read(text, options)?.rows[0]?.values).toEqual({ email: "ana@x.test", name: "Ana" });
    // Without a column that says who a row is about there are columns to choose, and no rows.
    const unknown = read(text);
    expect(becomes(unknown)).toEqual([
      ["Wer", null],
      ["Was", null],
    ]);
    expect([unknown?.rows, unknown?.files[0]?.rows]).toEqual([[], 1]);
  });

  it("with the same or no heading, or the name of something of JavaScript's, have names of their own", () => {
    const roster = read("ID,Kurs,Kurs,,constructor,__proto__\n1,A,B,C,D,E");
    expect(becomes(roster)?.map(([heading]) => heading)).toEqual([
      ...["ID", "Kurs", "Kurs (2)", "#4", "constructor", "__proto__"],
    ]);
    expect(roster?.rows[0]?.values).toEqual({ external_id: "1", course: "A" });
  });
});

describe("a file of any encoding and delimiter", () => {
  const text = (delimiter: string) =>
    [
      ["E-Mail", "Vorname", "Nachname"],
      ["zoë@x.test", "Zoë", '"Müller\n-Groß"'],
    ]
      .map((cells) => cells.join(delimiter))
      .join("\r\n");
  const utf16 = (marked: boolean, big: boolean, given: string) => {
    const bytes = Buffer.from(`${marked ? "\ufeff" : ""}${given}`, "utf16le");
    return new Uint8Array(big ? bytes.swap16() : bytes);
  };
  const encodings: Record<string, [string, (given: string) => Uint8Array]> = {
    "UTF-8": ["UTF-8", bytesOf],
    "UTF-8 with a byte order mark": ["UTF-8", (given) => bytesOf(`\ufeff${given}`)],
    "UTF-16, little end first": ["UTF-16", (given) => utf16(true, false, given)],
    "UTF-16, big end first": ["UTF-16", (given) => utf16(true, true, given)],
    "UTF-16 without a mark": ["UTF-16", (given) => utf16(false, false, given)],
    "Windows-1252": ["Windows-1252", (given) => new Uint8Array(Buffer.from(given, "latin1"))],
  };
  for (const [name, [encoding, encode]] of Object.entries(encodings))
    it.each([",", ";", "\t"])(
      `is read: ${name}, %j, with an umlaut and a line end in quotes`,
      (delimiter) => {
        const roster = readRoster(encode(text(delimiter)));
        expect(roster?.table).toMatchObject({ encoding, delimiter });
        expect(roster?.problems).toEqual([]);
        expect(roster?.rows).toEqual([
          {
            ...{ kind: "person", file: 0, line: 2 },
            values: { email: "zoë@x.test", first_name: "Zoë", last_name: "Müller\n-Groß" },
          },
        ]);
      },
    );
});

it("says which lines of a file it could not read, and reads the others", () => {
  const roster = readRoster(bytesOf('email,name\na@x.test,A\nb@x.test,"B\n'));
  expect(roster?.rows.map(({ line }) => line)).toEqual([2]);
  expect(roster?.problems).toMatchObject([{ line: 3 }]);
});

it("takes a file that the manifest calls absent for absent", () => {
  const { users: _, ...others } = smallSchool;
  const roster = readRoster(oneRoster(others, { extra: { "users.csv": "sourcedId,givenName\nx,X" } }));
  expect(roster?.rows.filter(({ kind }) => kind === "person")).toEqual([]);
  expect(roster?.rows.filter(({ kind }) => kind === "enrollment")).toHaveLength(3);
});

it("reads anything at all without an error, with the line and known fields of each row", () => {
  const random = randomBy(7);
  const pieces = [
    "email",
    "name",
    "course",
    ",",
    ";",
    "\t",
    "\n",
    "\r\n",
    '"',
    "a@x.test",
    "é",
    "\u0000",
    "-",
    " ",
    "status",
  ];
  const names = ["manifest.csv", "users.csv", "classes.csv", "roles.csv", "enrollments.csv", "courses.csv"];
  const text = () => Array.from({ length: random(60) }, () => pieces[random(pieces.length)]).join("");
  for (let run = 0; run < 2000; run++) {
    const files = [text(), ...(run % 4 ? [] : Array.from({ length: 3 }, text))];
    const zip = zipSync({
      "manifest.csv": bytesOf(csvOf("propertyName,value", [["oneroster.version", "1.2"]])),
      ...Object.fromEntries(files.map((file) => [names[1 + random(5)]!, bytesOf(`sourcedId,${file}`)])),
    });
    const bytes = run % 4 ? bytesOf(`email${files[0]}`) : zip;
    const cut = run % 3 ? bytes : bytes.subarray(0, random(bytes.length + 1));
    const roster = readRoster(cut);
    for (const row of roster?.rows ?? []) {
      expect(rosterKinds).toContain(row.kind);
      expect(row.line).toBeGreaterThan(0);
      expect(roster?.files[row.file]).toBeDefined();
      for (const field of Object.keys(row.values)) expect(rosterFields).toContain(field);
    }
  }
});
