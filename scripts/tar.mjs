// Files in one stream, as every `tar` reads them (ustar), gzipped: what a backup is.
import { createReadStream, createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";

const block = 512;
/** Where the header has its fields: offset and length. */
const fields = {
  name: [0, 100],
  mode: [100, 8],
  size: [124, 12],
  sum: [148, 8],
  type: [156, 1],
  prefix: [345, 155],
};

function headerOf(path, size) {
  const header = Buffer.alloc(block);
  const put = (field, text) => header.write(text, fields[field][0], fields[field][1], "utf8");
  // A path of more than 100 bytes is cut at a slash.
  const cut = Buffer.byteLength(path) > 100 ? path.lastIndexOf("/", 154) : -1;
  const name = path.slice(cut + 1);
  if (Buffer.byteLength(name) > 100) throw new Error(`${path} is too long a name for a backup.`);
  put("name", name);
  if (cut > 0) put("prefix", path.slice(0, cut));
  put("mode", "0000600\0");
  header.write("0000000\0".repeat(2), 108);
  // More than 8 GiB does not fit in eleven octal digits.
  if (size >= 8 ** 11) throw new Error(`${path} is too large for a backup.`);
  put("size", `${size.toString(8).padStart(11, "0")}\0`);
  header.write("00000000000\0", 136);
  put("type", "0");
  header.write("ustar\x0000", 257, "binary");
  header.fill(" ", fields.sum[0], fields.sum[0] + 8);
  const sum = header.reduce((total, byte) => total + byte, 0);
  put("sum", `${sum.toString(8).padStart(6, "0")}\0 `);
  return header;
}

/** Writes the entries `{path, size, content}` into the file; `content` is a buffer or gives buffers of `size` bytes together. */
export async function writeArchive(file, entries) {
  async function* bytes() {
    for await (const { path, size, content } of entries) {
      yield headerOf(path, size);
      let written = 0;
      for await (const part of Buffer.isBuffer(content) ? [content] : content) {
        written += part.length;
        yield part;
      }
      if (written !== size) throw new Error(`${path} changed while it was read: try again.`);
      if (size % block) yield Buffer.alloc(block - (size % block));
    }
    yield Buffer.alloc(block * 2);
  }
  await pipeline(Readable.from(bytes()), createGzip({ level: 6 }), createWriteStream(file, { mode: 0o600 }));
}

const broken = () =>
  new Error("The file is not a complete backup: it ends too early, or it was changed on its way.");

/** The entries of an archive in their order: `{path, size, content}`, where `content` gives the bytes and must be read before the next. */
export async function* readArchive(file) {
  const source = createGunzip();
  // Ends the one with the other; what fails is seen where the bytes are read.
  pipeline(createReadStream(file), source).catch(() => {});
  const parts = source[Symbol.asyncIterator]();
  let held = Buffer.alloc(0);
  async function more() {
    const next = await parts.next().catch((error) => {
      throw error.syscall ? new Error(`The file cannot be read: ${error.message}`) : broken();
    });
    if (next.done) return false;
    held = held.length ? Buffer.concat([held, next.value]) : next.value;
    return true;
  }
  async function take(bytes) {
    while (held.length < bytes) if (!(await more())) throw broken();
    const taken = held.subarray(0, bytes);
    held = held.subarray(bytes);
    return taken;
  }
  async function* contentOf(size) {
    let left = size;
    while (left > 0) {
      if (held.length === 0 && !(await more())) throw broken();
      const part = held.subarray(0, Math.min(left, held.length));
      held = held.subarray(part.length);
      left -= part.length;
      yield part;
    }
    if (size % block) await take(block - (size % block));
  }
  for (;;) {
    const header = await take(block);
    if (header.every((byte) => byte === 0)) return;
    const text = (field) => {
      const [from, length] = fields[field];
      return header.toString("utf8", from, from + length).replace(/[\0 ]+$/, "");
    };
    const size = Number.parseInt(text("size"), 8);
    if (header.toString("latin1", 257, 262) !== "ustar" || !(size >= 0)) throw broken();
    const path = text("prefix") ? `${text("prefix")}/${text("name")}` : text("name");
    const content = contentOf(size);
    yield { path, size, content };
    // What the reader left is passed over.
    for await (const _ of content);
  }
}

export async function bytesOf(content) {
  const parts = [];
  for await (const part of content) parts.push(part);
  return Buffer.concat(parts);
}
