import { zipSync } from "fflate";
import { expect, it } from "vitest";
import { rosterFields, rosterKinds } from "@/lib/measure/roster";
import { csvOf, oneRoster, smallSchool } from "@/lib/testing/rosters";
import { readRoster } from "./read-roster";

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
  expect(readRoster(bytesOf("Ana,Costa\nBen,Dias"))).toBeNull();
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
