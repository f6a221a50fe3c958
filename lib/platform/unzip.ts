import { unzipSync } from "fflate";

/** Whether bytes begin as a zip does: their number says nothing of what is packed in it. */
export const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

/** What a zip may have: a small one can unpack to a thousand times its size. */
export type UnzipLimits = { entries: number; bytes: number };

/** The files of a zip that are wanted, by their names in lower case without folders; or why it is not unpacked. */
export function unzip(
  bytes: Uint8Array,
  isWanted: (name: string) => boolean,
  limits: UnzipLimits,
): Map<string, Uint8Array> | "damaged" | "too_large" | "two_of_one_name" {
  let entries = 0;
  let unpacked = 0;
  let refused: "too_large" | "two_of_one_name" | null = null;
  const names = new Set<string>();
  const nameOf = (path: string) => path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  try {
    const files = unzipSync(bytes, {
      // fflate gives a file no more room than its entry says, so that the sum of these is what is unpacked.
      filter: ({ name: path, originalSize }) => {
        if (++entries > limits.entries) refused = "too_large";
        const name = nameOf(path);
        // What macOS adds beside each file.
        if (refused || path.startsWith("__MACOSX/") || !isWanted(name)) return false;
        if (names.has(name)) refused = "two_of_one_name";
        names.add(name);
        unpacked += originalSize;
        if (unpacked > limits.bytes) refused = "too_large";
        return !refused;
      },
    });
    return refused ?? new Map(Object.entries(files).map(([path, file]) => [nameOf(path), file]));
  } catch {
    // Anything that fflate throws says that these bytes are no zip, or not all of one.
    return "damaged";
  }
}
