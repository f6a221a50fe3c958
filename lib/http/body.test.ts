import { describe, expect, it } from "vitest";
import { parseJson } from "./body";

describe("a JSON text", () => {
  const parse = (text: string) => parseJson(new TextEncoder().encode(text));
  it.each([
    ["[".repeat(33) + "]".repeat(33), "nested"],
    [`${'{"a":'.repeat(33)}1${"}".repeat(33)}`, "nested"],
    [JSON.stringify(Array.from({ length: 5001 }, () => 0)), "entries"],
    [`{${Array.from({ length: 5001 }, (_, n) => `"${n}":0`).join()}}`, "entries"],
  ])("is refused before it is parsed when its shape is too large", (text, word) =>
    expect(() => parse(text)).toThrow(word),
  );
  it("may hold brackets, commas and quotes in its texts", () => {
    const value = {
      text: `${'[{"\\,'.repeat(6000)}`,
      list: Array.from({ length: 5000 }, () => ({ a: [1] })),
    };
    expect(parse(JSON.stringify(value))).toEqual(value);
    expect(parse("[".repeat(32) + "]".repeat(32))).toBeTruthy();
  });
});
