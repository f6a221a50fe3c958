import "server-only";
import { type FileHandle, open } from "node:fs/promises";
import { parseFile } from "music-metadata";
import { describeError, log } from "./log";

/* What an uploaded file is, by its content alone. */

/** What is kept, by the ending of its name, with the type that it is served as. Browsers play QuickTime's files as MP4. */
export const kinds = {
  mp4: "video/mp4",
  mov: "video/mp4",
  webm: "video/webm",
  png: "image/png",
  jpg: "image/jpeg",
  webp: "image/webp",
} as const;
export type Kind = keyof typeof kinds;
export const isVideo = (kind: Kind) => kinds[kind].startsWith("video/");

/** The kind of a file by its first bytes, whatever its name or its sender says; null for any other. */
export function kindOf(head: Uint8Array): Kind | null {
  const text = (from: number, to: number) => Buffer.from(head.subarray(from, to)).toString("latin1");
  if (text(4, 8) === "ftyp") return text(8, 12) === "qt  " ? "mov" : "mp4";
  if (text(0, 4) === "\x1a\x45\xdf\xa3" && text(4, 64).includes("webm")) return "webm";
  if (text(0, 8) === "\x89PNG\r\n\x1a\n") return "png";
  if (text(0, 3) === "\xff\xd8\xff") return "jpg";
  if (text(0, 4) === "RIFF" && text(8, 12) === "WEBP") return "webp";
  return null;
}

/** A video's length as its file says; null if it does not, undefined if it is no video that can be read. */
export async function secondsOf(path: string): Promise<number | null | undefined> {
  try {
    const { format } = await parseFile(path, { duration: true, skipCovers: true });
    if (format.hasVideo === false) return undefined;
    const seconds = (await movieSeconds(path)) ?? format.duration;
    return seconds && Number.isFinite(seconds) ? seconds : null;
  } catch (error) {
    log.info({ error: describeError(error) }, "an uploaded file is no video");
    return undefined;
  }
}

/** The length in an MP4's movie header (ISO/IEC 14496-12, 8.2.2), which the library reads of sound only; null without one. */
async function movieSeconds(path: string): Promise<number | null> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const movie = await boxIn(file, "moov", 0, size);
    const header = movie && (await boxIn(file, "mvhd", movie.start, movie.end));
    if (!header) return null;
    const bytes = Buffer.alloc(32);
    await file.read(bytes, 0, bytes.length, header.start);
    const long = bytes[0] === 1;
    const scale = bytes.readUInt32BE(long ? 20 : 12);
    const length = long ? Number(bytes.readBigUInt64BE(24)) : bytes.readUInt32BE(16);
    // All ones: unknown.
    return scale > 0 && length > 0 && length < (long ? 2 ** 63 : 2 ** 32 - 1) ? length / scale : null;
  } finally {
    await file.close();
  }
}

/** More boxes beside one another than any file has. */
const boxesMax = 10_000;

/** The content of the first box of this type between two places. */
async function boxIn(file: FileHandle, type: string, start: number, end: number) {
  const head = Buffer.alloc(16);
  for (let at = start, count = 0; at + 8 <= end && count < boxesMax; count++) {
    await file.read(head, 0, head.length, at);
    const short = head.readUInt32BE(0);
    const size = short === 1 ? Number(head.readBigUInt64BE(8)) : short === 0 ? end - at : short;
    if (size < 8) return null;
    if (head.toString("latin1", 4, 8) === type)
      return { start: at + (short === 1 ? 16 : 8), end: Math.min(end, at + size) };
    at += size;
  }
  return null;
}
