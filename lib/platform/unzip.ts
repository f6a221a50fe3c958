import { unzipSync } from "fflate";

/** Whether bytes begin as a zip does: their number says nothing of what is packed in it. */
export const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

/** What a zip may have: a small one can unpack to a thousand times its size. */
export type UnzipLimits = { entries: number; bytes: number };

/** Why a zip is not unpacked, and because of which of its files. */
export type UnzipRefusal = {
  reason: "damaged" | "too_large" | "two_of_one_name" | "wrong_size";
  entry: string;
};

/** The files of a zip that are wanted, by their names in lower case without folders; or why it is not unpacked. */
export function unzip(
  bytes: Uint8Array,
  isWanted: (name: string) => boolean,
  limits: UnzipLimits,
): Map<string, Uint8Array> | UnzipRefusal {
  let entries = 0;
  let unpacked = 0;
  let refused: UnzipRefusal | null = null;
  const sums = new Map<string, number>();
  const nameOf = (path: string) => path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  try {
    const listed = checksumsIn(bytes);
    const files = unzipSync(bytes, {
      // fflate gives a file no more room than its entry says, so that the sum of these is what is unpacked.
      filter: ({ name: path, originalSize }) => {
        const sum = listed[entries++];
        const name = nameOf(path);
        if (entries > limits.entries) refused = { reason: "too_large", entry: name };
        // What macOS adds beside each file.
        if (refused || path.startsWith("__MACOSX/") || !isWanted(name)) return false;
        if (sums.has(name)) refused = { reason: "two_of_one_name", entry: name };
        if (sum === undefined) refused = { reason: "damaged", entry: name };
        else sums.set(name, sum);
        unpacked += originalSize;
        if (unpacked > limits.bytes) refused = { reason: "too_large", entry: name };
        return !refused;
      },
    });
    if (refused) return refused;
    const named = Object.entries(files).map(([path, file]) => [nameOf(path), file] as const);
    // What is longer than its entry says was cut there without an error: its checksum tells.
    const wrong = named.find(([name, file]) => crc32(file) !== sums.get(name));
    return wrong ? { reason: "wrong_size", entry: wrong[0] } : new Map(named);
  } catch {
    // Anything that fflate throws says that these bytes are no zip, or not all of one.
    return { reason: "damaged", entry: "" };
  }
}

/** Each entry's checksum, from the zip's directory at its end (PKWARE's APPNOTE 4.3.12, 4.3.14 and 4.3.16), in the order of fflate. */
function checksumsIn(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (at: number) => view.getUint32(at, true);
  let end = bytes.byteLength - 22;
  while (word(end) !== 0x06054b50) end--;
  let [count, at] = [view.getUint16(end + 10, true), word(end + 16)];
  if (at === 0xffffffff || count === 0xffff) {
    const large = Number(view.getBigUint64(end - 12, true));
    count = Number(view.getBigUint64(large + 32, true));
    at = Number(view.getBigUint64(large + 48, true));
  }
  const sums: number[] = [];
  for (let n = 0; n < count && word(at) === 0x02014b50; n++) {
    sums.push(word(at + 16));
    const sizeOf = (field: number) => view.getUint16(at + field, true);
    at += 46 + sizeOf(28) + sizeOf(30) + sizeOf(32);
  }
  return sums;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = crcTable[(sum ^ byte) & 0xff]! ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}
