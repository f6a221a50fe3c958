import { describe, expect, it } from "vitest";
import { languageIn } from "@/lib/platform/catalogues";
import { readRegistrations } from "./registration-csv";

const read = (...lines: string[]) => readRegistrations(lines.join("\n"), languageIn("en"));
const people = (...lines: string[]) => read(...lines).people;

describe("a list of people", () => {
  it("finds its columns by their headings, in any order and with any delimiter", () => {
    const ana = { name: "Ana Costa", email: "ana@school.test", user_id: "s-17" };
    for (const lines of [
      ["Name,Email,User ID", "Ana Costa,Ana@School.test,s-17"],
      ["E-mail;User ID;Full name", "ana@school.test;s-17;Ana Costa"],
      ["user_id\tFirst Name\tLast Name\temail address", "s-17\tAna\tCosta\tana@school.test"],
    ])
      expect(people(...lines)).toEqual([{ ...ana, line: 2 }]);
  });

  it("recognises a name and an address without headings", () => {
    expect(
      people("Ana Costa;ana@school.test", "bo@school.test;Bo", "Cy <cy@school.test>", "dee@school.test"),
    ).toEqual([
      { name: "Ana Costa", email: "ana@school.test", line: 1 },
      { name: "Bo", email: "bo@school.test", line: 2 },
      { name: "Cy", email: "cy@school.test", line: 3 },
      { email: "dee@school.test", line: 4 },
    ]);
    expect(people("Ana Costa", "Bo Ek")).toEqual([
      { name: "Ana Costa", line: 1 },
      { name: "Bo Ek", line: 2 },
    ]);
  });

  it("skips lines above the headings, reads quoted commas, and skips empty lines", () => {
    expect(
      people(
        "Registration report",
        "",
        "Name,Email,Approval Status",
        '"Costa, Ana",ana@school.test,approved',
        "",
        "Bo,bo@school.test,cancelled by registrant",
      ),
    ).toEqual([
      { name: "Costa, Ana", email: "ana@school.test", line: 4 },
      { name: "Bo", email: "bo@school.test", cancelled: true, line: 6 },
    ]);
  });

  it("reports each line that it could not read, and keeps the rest", () => {
    expect(
      read("Name,Email", "Ana,ana@school.test", "Bo,bo at school", ",,", "Ana again,ANA@school.test", "Cy,"),
    ).toEqual({
      people: [
        { name: "Ana", email: "ana@school.test", line: 2 },
        { name: "Cy", line: 6 },
      ],
      problems: [
        { line: 3, message: "bo at school is not an e-mail address" },
        { line: 5, message: "The same as line 2" },
      ],
    });
    expect(read("Name,Email").problems).toEqual([{ line: 1, message: "The list contains no people" }]);
    expect(read("").problems).toHaveLength(1);
  });

  it("says which line's quotes do not match, in the reader's language", () => {
    const broken = 'Name,Email\nAna,ana@school.test\n"Bo" Ek,bo@school.test';
    const said = (code: "en" | "de") => readRegistrations(broken, languageIn(code)).problems;
    expect(said("en")).toEqual([{ line: 3, message: "The quotes of this line do not match" }]);
    expect(said("de")).toEqual([{ line: 3, message: expect.stringContaining("Anführungszeichen") }]);
  });

  it("accepts 2,000 at once", () => {
    const list = read("Name", ...Array.from({ length: 2001 }, (_, i) => `Person ${i}`));
    expect(list.people).toHaveLength(2000);
    expect(list.problems).toEqual([
      { line: 2002, message: "More than 2000 people: register the rest separately" },
    ]);
  });
});
