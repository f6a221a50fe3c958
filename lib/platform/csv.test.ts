import fc from "fast-check";
import Papa from "papaparse";
import { describe, expect, it, vi } from "vitest";
import { csvResponse, csvText, stallMs } from "./csv";

type Row = { name: string; size: number | null; done: boolean };
const columns = [
  { header: "Name", value: (row: Row) => row.name },
  { header: "Size (%)", value: (row: Row) => row.size },
  { header: "Done", value: (row: Row) => row.done },
];
const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer());

describe("csv", () => {
  it("writes a byte order mark, heads and rows that end in CRLF", async () => {
    const response = csvResponse("a list.csv", columns, [
      [{ name: 'Brito, "Lena"', size: 12.5, done: true }],
      [],
      [{ name: "two\nlines", size: null, done: false }],
    ]);
    const bytes = await bytesOf(response);
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(new TextDecoder().decode(bytes)).toBe(
      'Name,Size (%),Done\r\n"Brito, ""Lena""",12.5,Yes\r\n"two\nlines",,No\r\n',
    );
    expect(response.headers.get("content-disposition")).toBe('attachment; filename="a-list.csv"');
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  });

  const cell = async (value: string | number) => {
    const parts = csvText([{ header: "", value: (row: string | number) => row }], [[value]]);
    await parts.next();
    return String((await parts.next()).value).replace(/\r\n$/, "");
  };
  const readBack = (text: string) =>
    Papa.parse<string[]>(text, { delimiter: ",", newline: "\r\n" }).data[0]?.[0];

  it("escapes text that a spreadsheet would run, but not numbers", async () => {
    for (const text of ["=1+1", "+1", "-1", "@sum", "\tx", "\rx", "＝1", "＋1", "－1", "＠sum"])
      expect(readBack(await cell(text))).toBe(`'${text}`);
    expect(await cell("=1+1")).toBe("'=1+1");
    expect(await cell(-1.5)).toBe("-1.5");
    expect(await cell("a-b=c")).toBe("a-b=c");
    expect(await cell(" a")).toBe('" a"');
  });

  it("escapes a formula behind any separator, and behind what does not show", async () => {
    expect(await cell("x;=1+1;y")).toBe(`"x;'=1+1;y"`);
    for (const separator of [",", ";", "|", "\t", "\r", "\n", "\r\n", ";;", ";\t"])
      for (const before of [
        "",
        " ",
        "\u00a0",
        "\u3000",
        "\u200b",
        "\u202e",
        "\u2066",
        "\ufeff",
        "\u00ad",
        "\u034f",
        '"',
        '"" ',
      ])
        for (const sign of "=+-@＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋−") {
          const written = readBack(await cell(`x${separator}${before}${sign}1`));
          expect(written?.endsWith(`'${before}${sign}1`)).toBe(true);
          expect(readBack(await cell(`${before}${sign}1`))).toBe(`'${before}${sign}1`);
        }
    expect(await cell("a; b-c, d=e")).toBe('"a; b-c, d=e"');
  });

  it("is read back unchanged by another parser", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc
            .string({ unit: "binary" })
            .filter((text) => text.isWellFormed() && !/^[\t\r\n]|[=+\-@＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋−]/.test(text)),
          { minLength: 1, maxLength: 20 },
        ),
        async (names) => {
          let text = "";
          const rows = names.map((name) => ({ name, size: 1, done: true }));
          for await (const part of csvText(columns, [rows])) text += part;
          const read = Papa.parse<string[]>(text.slice(1), { newline: "\r\n", delimiter: "," }).data;
          expect(read.slice(1, -1).map((row) => row[0])).toEqual(names);
        },
      ),
    );
  });

  it("reads a batch only when the one before was taken, and stops reading when the client goes", async () => {
    let made = 0;
    let ended = false;
    async function* batches() {
      try {
        for (;;) {
          made++;
          yield [{ name: "x", size: made, done: false }];
        }
      } finally {
        ended = true;
      }
    }
    const reader = csvResponse("x.csv", columns, batches()).body!.getReader();
    await reader.read();
    await reader.read();
    expect(made).toBeLessThanOrEqual(2);
    await reader.cancel();
    expect(ended).toBe(true);
  });

  it("ends a download that is not read for a minute, and reports its end once", async () => {
    vi.useFakeTimers();
    try {
      let ended = 0;
      const rows = (n: number) => Array.from({ length: n }, () => [{ name: "x", size: 1, done: true }]);
      const stalled = csvResponse("x.csv", columns, rows(9), () => ended++).body!.getReader();
      await stalled.read();
      await vi.advanceTimersByTimeAsync(stallMs - 1);
      await stalled.read();
      await vi.advanceTimersByTimeAsync(stallMs - 1);
      expect(ended).toBe(0);
      await vi.advanceTimersByTimeAsync(1);
      expect(ended).toBe(1);
      await expect(stalled.read()).rejects.toThrow("read nothing");
      // Including one that was never read, one that was abandoned, and one that was read to its end.
      csvResponse("x.csv", columns, rows(9), () => ended++);
      await vi.advanceTimersByTimeAsync(stallMs);
      await csvResponse("x.csv", columns, rows(9), () => ended++).body!.cancel();
      await csvResponse("x.csv", columns, rows(2), () => ended++).text();
      await vi.advanceTimersByTimeAsync(stallMs);
      expect(ended).toBe(4);
    } finally {
      vi.useRealTimers();
    }
  });

  it("says that a download has ended when its rows cannot be read", async () => {
    let ended = 0;
    async function* failing() {
      yield [{ name: "x", size: 1, done: true }];
      throw new Error("the database went away");
    }
    await expect(csvResponse("x.csv", columns, failing(), () => ended++).text()).rejects.toThrow("went away");
    expect(ended).toBe(1);
  });
});
