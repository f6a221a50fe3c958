import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inWords } from "@/lib/testing/in-words";
import { addressOf, cellOf, columnsOf, decodeText, headKey, readTable } from "./read-table";

const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string, littleEndian: boolean) => {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let at = 0; at < text.length; at++) view.setUint16(at * 2, text.charCodeAt(at), littleEndian);
  return new Uint8Array(view.buffer);
};

describe("decodeText", () => {
  const text = "Name\tDauer\r\nJosé Nuñez 学生\t5 min";

  it("reads UTF-8 and UTF-16, with a byte order mark and without", () => {
    for (const bytes of [
      utf8(text),
      utf8(`\ufeff${text}`),
      utf16(`\ufeff${text}`, true),
      utf16(`\ufeff${text}`, false),
      utf16(text, true),
      utf16(text, false),
    ])
      expect(decodeText(bytes)).toBe(text);
  });

  it("reads bytes that are not UTF-8 as windows-1252", () => {
    // é is E9 and € is 80 there.
    expect(decodeText(Uint8Array.of(0x4a, 0x6f, 0x73, 0xe9, 0x20, 0x80))).toBe("José €");
  });

  it("gives whole characters without NULs for any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const decoded = decodeText(bytes);
        expect(decoded.isWellFormed() && !decoded.includes("\u0000")).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe("readTable", () => {
  const named = (text: string) =>
    readTable(text, (head) => head.some(({ cells }) => cells[0] === "Name" && cells.length > 1));

  it("finds the delimiter with which the header is recognised", () => {
    for (const delimiter of [",", ";", "\t"])
      expect(named(`A title, with; marks\nName${delimiter}When\nAna${delimiter}9:00`)).toMatchObject({
        delimiter,
        problems: [],
      });
    expect(named("Nothing of the kind")).toBeNull();
    expect(named("")).toBeNull();
  });

  it("counts lines through quoted line breaks and any line ends", () => {
    const table = named('Name,When\r\n"two\r\nlines",1\r\n\r\n"a ""quoted"" one",2\rlast,3\n');
    expect(table?.rows.map(({ line, cells }) => [line, cells[0]])).toEqual([
      [1, "Name"],
      [2, "two\nlines"],
      [4, ""],
      [5, 'a "quoted" one'],
      [6, "last"],
      [7, ""],
    ]);
  });

  it("names the line of a quote that is never closed", () => {
    expect(inWords(named('Name,When\nAna,1\n"Ben,2\nCleo,3')?.problems)).toEqual([
      { line: 3, message: "The quotes of this line do not match", level: "error" },
    ]);
  });

  it("reads unmatched quotes between tabs as part of a name", () => {
    const table = named('Name\tWhen\n"Ani" Silva\t1\nBen\t2');
    expect(table?.rows.map(({ cells }) => cells)).toEqual([
      ["Name", "When"],
      ['"Ani" Silva', "1"],
      ["Ben", "2"],
    ]);
    expect(table?.problems).toEqual([]);
  });
});

describe("headers and cells", () => {
  it("matches headers without regard to case, spaces, marks and width", () => {
    for (const head of [
      "Name (Original Name)",
      "name (original name)",
      '"NAME(ORIGINAL NAME)"',
      "Ｎame (original name)",
    ])
      expect(headKey(head)).toBe("nameoriginalname");
    const row = { line: 1, cells: ["Email", "User Name", "Join  Time"] };
    expect(columnsOf(row, { name: ["name", "username"], join: ["jointime"], leave: ["leavetime"] })).toEqual({
      name: 1,
      join: 2,
      leave: -1,
    });
  });

  it("reads dashes and missing columns as empty", () => {
    const row = { line: 1, cells: ["--", "n/a", "-5", "x"] };
    expect([0, 1, 2, 3, 4, -1].map((column) => cellOf(row, column))).toEqual(["", "", "-5", "x", "", ""]);
  });

  it("recognises an address", () => {
    expect(addressOf(" Ana@Example.ORG ")).toBe("ana@example.org");
    for (const text of ["", "ana", "a b@c", "a@b@c", "@"]) expect(addressOf(text)).toBeNull();
  });
});
