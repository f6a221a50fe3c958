import { readFileSync } from "node:fs";

/*
 * The demo's film: two hours of pictures, one per second, each with its second (scripts/make-clip.mjs). A video of the demo plays as much of it
 * as it is long: an MP4 whose tables are written for its length and are followed by that many pictures.
 */

type Film = {
  width: number;
  height: number;
  /** Every so many seconds a picture that needs no earlier one. */
  key: number;
  /** How an H.264 decoder is set up (`avcC`). */
  settings: Buffer;
  /** The bytes of each picture. */
  sizes: number[];
  pictures: Buffer;
};

/** The longest video that it can play, in seconds. */
export const filmSeconds = 7200;

/** The address of a video of this length. */
export const filmAddress = (seconds: number): string => `/film/${seconds}.mp4`;

export function readFilm(path = "drizzle/seed/film.bin"): Film {
  const file = readFileSync(path);
  const [width, height, key, length] = [0, 2, 4, 6].map((at) => file.readUInt16BE(at)) as [
    number,
    number,
    number,
    number,
  ];
  const count = file.readUInt32BE(8);
  const sizes = Array.from({ length: count }, (_, index) => file.readUInt32BE(12 + index * 4));
  const begin = 12 + count * 4;
  return {
    ...{ width, height, key, sizes },
    settings: file.subarray(begin, begin + length),
    pictures: file.subarray(begin + length),
  };
}

/** The film's first seconds as an MP4 file in two pieces. Boxes and fields are those of ISO/IEC 14496-12 and -15. */
export function filmOf(film: Film, seconds: number): [head: Buffer, pictures: Buffer] {
  const sizes = film.sizes.slice(0, seconds);
  const pictures = film.pictures.subarray(
    0,
    sizes.reduce((sum, size) => sum + size, 0),
  );
  const type = box("ftyp", text("isom"), u32(0x200), text("isomiso2avc1mp41"));
  const tables = (offset: number) => movie(film, sizes, offset);
  // The offset of the pictures is in the tables, whose size does not depend on it.
  const offset = type.length + tables(0).length + 8;
  const data = Buffer.concat([u32(pictures.length + 8), text("mdat")]);
  return [Buffer.concat([type, tables(offset), data]), pictures];
}

const text = (letters: string) => Buffer.from(letters, "latin1");
const zeros = (bytes: number) => Buffer.alloc(bytes);
function u16(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16BE(value, index * 2);
  return bytes;
}
function u32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, index * 4);
  return bytes;
}
function box(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([u32(body.length + 8), text(type), body]);
}

const scale = 1000;
const one = 0x10000;
const matrix = u32(one, 0, 0, 0, one, 0, 0, 0, 0x40000000);

function movie({ width, height, key, settings }: Film, sizes: number[], offset: number): Buffer {
  const duration = sizes.length * scale;
  const keys = sizes.flatMap((_, index) => (index % key === 0 ? [index + 1] : []));
  const picture = box(
    "avc1",
    zeros(6),
    u16(1),
    zeros(16),
    u16(width, height),
    u32(72 * one, 72 * one, 0),
    u16(1),
    zeros(32),
    u16(24, 0xffff),
    box("avcC", settings),
  );
  const table = box(
    "stbl",
    box("stsd", u32(0, 1), picture),
    box("stts", u32(0, 1, sizes.length, scale)),
    box("stss", u32(0, keys.length, ...keys)),
    box("stsc", u32(0, 1, 1, sizes.length, 1)),
    box("stsz", u32(0, 0, sizes.length, ...sizes)),
    box("stco", u32(0, 1, offset)),
  );
  const here = box("dinf", box("dref", u32(0, 1), box("url ", u32(1))));
  const media = box(
    "mdia",
    box("mdhd", u32(0, 0, 0, scale, duration), u16(0x55c4, 0)),
    box("hdlr", u32(0, 0), text("vide"), zeros(12), text("Video\0")),
    box("minf", box("vmhd", u32(1), zeros(8)), here, table),
  );
  const head = box("tkhd", u32(3, 0, 0, 1, 0, duration), zeros(16), matrix, u32(width * one, height * one));
  return box(
    "moov",
    box("mvhd", u32(0, 0, 0, scale, duration, one), u16(0x100), zeros(10), matrix, zeros(24), u32(2)),
    box("trak", head, media),
  );
}
