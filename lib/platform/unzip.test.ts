import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { unzip } from "./unzip";

const limits = { entries: 5, bytes: 10_000 };
const text = "sourcedId,name\n".repeat(200);
const zip = (level: 0 | 6) =>
  zipSync({ "folder/Users.csv": [strToU8(text), { level }], "b.csv": strToU8("b") }, { level });
const read = (bytes: Uint8Array) => unzip(bytes, (name) => name.endsWith(".csv"), limits);

/** A copy in which every size of the file before packing is this. */
function claiming(bytes: Uint8Array, size: number): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  for (let at = 0; at < copy.length - 28; at++)
    for (const [signature, field] of [
      [0x04034b50, 22],
      [0x02014b50, 24],
    ] as const)
      if (view.getUint32(at, true) === signature && view.getUint32(at + field, true) === text.length)
        view.setUint32(at + field, size, true);
  return copy;
}

describe("a zip", () => {
  it.each([0, 6] as const)("is unpacked at level %i, by names without folders", (level) => {
    const files = read(zip(level)) as Map<string, Uint8Array>;
    expect([...files.keys()]).toEqual(["users.csv", "b.csv"]);
    expect(Buffer.from(files.get("users.csv")!).toString()).toBe(text);
  });

  it("that understates a file's size is refused with that file's name, not cut", () => {
    expect(read(claiming(zip(6), 15))).toEqual({ reason: "wrong_size", entry: "users.csv" });
  });

  it("in which a byte was changed is refused", () => {
    const bytes = zip(0);
    const at = Buffer.from(bytes).indexOf("sourcedId");
    bytes[at] = 0x53;
    expect(read(bytes)).toEqual({ reason: "wrong_size", entry: "users.csv" });
  });

  it("with too much in it, twice one name, or not all of it is refused", () => {
    expect(read(zipSync({ "a.csv": new Uint8Array(20_000) }))).toMatchObject({ reason: "too_large" });
    expect(read(claiming(zip(6), 20_000))).toEqual({ reason: "too_large", entry: "users.csv" });
    expect(read(zipSync({ "a.csv": strToU8("1"), "x/a.csv": strToU8("2") }))).toEqual({
      ...{ reason: "two_of_one_name", entry: "a.csv" },
    });
    expect(read(zip(6).subarray(0, 60))).toMatchObject({ reason: "damaged" });
    const many = Object.fromEntries(Array.from({ length: 6 }, (_, n) => [`${n}.txt`, strToU8("")]));
    expect(read(zipSync(many))).toMatchObject({ reason: "too_large" });
  });
});
