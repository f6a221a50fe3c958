import { describe, expect, it } from "vitest";
import { readEnrollmentFile, readEnrollmentList } from "./enrollment-list";

const people = (text: string) => readEnrollmentList(text).map(({ line, person }) => [line, person]);

describe("a list of people to enroll", () => {
  it("is read under headings in any order and with any delimiter", () => {
    expect(people("Name;Student ID;E-mail\nAna;s1;Ana@School.test\nRui;s2;\n;;\nEva;;")).toEqual([
      [2, { email: "Ana@School.test" }],
      [3, { user_id: "s2" }],
      [5, null],
    ]);
    expect(people("login\tname\nana\tAna")).toEqual([[2, { username: "ana" }]]);
  });

  it("is read without headings: addresses, also as mail programs copy them, else ids", () => {
    expect(people("ana@school.test\n\nRui Faria <rui@school.test>\ns17\nEva, eva@school.test")).toEqual([
      [1, { email: "ana@school.test" }],
      [3, { email: "rui@school.test" }],
      [4, { user_id: "s17" }],
      [5, { email: "eva@school.test" }],
    ]);
  });

  it("keeps the lines around one that cannot be read", () => {
    const read = readEnrollmentList('email\nana@school.test\n"rui@school.test" x\neva@school.test');
    expect(read[0]).toMatchObject({ line: 2, person: { email: "ana@school.test" } });
    expect(read.some(({ person }) => person === null)).toBe(true);
  });

  it("of anything at all is read without an error, and every line has its number", () => {
    let seed = 7;
    const next = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2 ** 31;
      return seed % below;
    };
    for (let round = 0; round < 300; round++) {
      const bytes = Uint8Array.from({ length: next(200) }, () =>
        next(3) ? ',;\t\n"@<>ab1 email'.charCodeAt(next(16)) : next(256),
      );
      for (const { line, given } of readEnrollmentFile(bytes)) {
        expect(line).toBeGreaterThan(0);
        expect(given).not.toContain("\u0000");
      }
    }
  });
});
