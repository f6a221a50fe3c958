import "server-only";
import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import { env } from "./env";
import { AppError, fieldError } from "./errors";
import { isVideo, type Kind, kindOf, kinds, secondsOf } from "./media-content";
import { processSingleton } from "./process";

/*
 * The server's own folder for videos and pictures that people upload. A file arrives in pieces below `uploads`, under the name of its
 * sender, and moves beside the others once its content is known to be what it may be. Names are ours alone and random.
 */

const nameOfFile = new RegExp(`^[0-9a-f]{32}\\.(${Object.keys(kinds).join("|")})$`);
/** A piece that nobody has added to for so long is removed. */
const abandonedMs = 24 * 3600_000;
/** Uploads of one person that have not ended. */
const unfinishedMax = 5;

const folder = () => resolve(env().MEDIA_DIR);
const uploads = () => join(folder(), "uploads");
const prefixOf = (userId: string) => `${userId}.`;
/** Both are UUIDs, so that the path is always one of ours. */
const partOf = (userId: string, uploadId: string) => join(uploads(), `${prefixOf(userId)}${uploadId}.part`);

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === "ENOENT";

/** How much of an upload has arrived. Throws `not_found` for one that never began, was cancelled or is too old. */
export async function receivedOf(userId: string, uploadId: string): Promise<number> {
  try {
    return (await stat(partOf(userId, uploadId))).size;
  } catch (error) {
    if (isMissing(error)) throw new AppError("not_found", "errors.upload.unknown");
    throw error;
  }
}

/**
 * Appends a piece to an upload, chunk by chunk as it arrives; at 0 the upload begins. Returns how much there is. What arrived before a
 * connection broke stays, so that its sender can go on from there. Throws `conflict` for another place than the end.
 */
export async function receivePiece(
  userId: string,
  uploadId: string,
  offset: number,
  body: ReadableStream<Uint8Array> | null,
): Promise<number> {
  const busy = processSingleton("uploads in progress", () => new Set<string>());
  const path = partOf(userId, uploadId);
  const elsewhere = (received: number) =>
    new AppError("conflict", "errors.upload.elsewhere", { values: { received }, current: { received } });
  if (busy.has(path)) throw elsewhere(await receivedOf(userId, uploadId));
  busy.add(path);
  try {
    if (offset === 0) await begin(userId, uploadId);
    const size = await receivedOf(userId, uploadId);
    if (size !== offset) throw elsewhere(size);
    return await append(path, offset, body);
  } finally {
    busy.delete(path);
  }
}

async function begin(userId: string, uploadId: string): Promise<void> {
  await mkdir(uploads(), { recursive: true });
  await removeAbandoned();
  const own = (await readdir(uploads())).filter(
    (name) => name.startsWith(prefixOf(userId)) && !name.includes(uploadId),
  );
  if (own.length >= unfinishedMax)
    throw new AppError("too_many_requests", "errors.upload.too_many", { values: { count: unfinishedMax } });
  await (await open(partOf(userId, uploadId), "w")).close();
}

async function append(path: string, offset: number, body: ReadableStream<Uint8Array> | null) {
  const max = env().MEDIA_MAX_BYTES;
  const file = await open(path, "r+");
  let at = offset;
  try {
    // The next chunk is read once this one is written.
    for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
      if (at + chunk.byteLength > max)
        throw new AppError("too_large", "errors.upload.too_large", {
          values: { mebibytes: Math.floor(max / 1024 ** 2) },
        });
      for (let written = 0; written < chunk.byteLength; ) {
        const { bytesWritten } = await file.write(chunk, written, chunk.byteLength - written, at);
        written += bytesWritten;
        at += bytesWritten;
      }
    }
    return at;
  } catch (error) {
    if (error instanceof AppError) throw error;
    if ((error as NodeJS.ErrnoException).code === "ENOSPC")
      throw new AppError("unavailable", "errors.upload.no_space", { cause: error, retryAfterSeconds: 600 });
    throw new AppError("invalid", { english: "The body ended before it was complete." }, { cause: error });
  } finally {
    await file.close();
  }
}

/** Removes an upload that its sender gives up. */
export const cancelUpload = (userId: string, uploadId: string): Promise<void> =>
  rm(partOf(userId, uploadId), { force: true });

/** Removes pieces that nobody has added to for a day. */
async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(uploads())) {
    const path = join(uploads(), name);
    const found = await stat(path).catch(() => null);
    if (found && found.mtimeMs < Date.now() - abandonedMs) await rm(path, { force: true });
  }
}

export type KeptVideo = { media_file: string; duration_ms: number | null };

/** Keeps an uploaded video under a name of its own, once its content shows that it is one. Throws with the field `upload_id`. */
export async function keepVideo(userId: string, uploadId: string): Promise<KeptVideo> {
  const path = partOf(userId, uploadId);
  if ((await receivedOf(userId, uploadId)) === 0) throw fieldError("upload_id", "errors.field.empty_file");
  const file = await open(path, "r+");
  let kind: Kind | null;
  try {
    const head = Buffer.alloc(64);
    await file.read(head, 0, head.length, 0);
    kind = kindOf(head);
    await file.sync();
  } finally {
    await file.close();
  }
  const seconds = kind && isVideo(kind) ? await secondsOf(path) : undefined;
  if (!kind || seconds === undefined) {
    await rm(path, { force: true });
    throw fieldError("upload_id", "errors.field.not_a_video", "unsupported_media_type");
  }
  const media_file = newName(kind);
  await rename(path, join(folder(), media_file));
  await syncFolder();
  return { media_file, duration_ms: seconds === null ? null : Math.max(1, Math.round(seconds * 1000)) };
}

/** Keeps a picture. Throws with the field `file`. */
export async function keepPicture(bytes: Uint8Array): Promise<string> {
  const kind = kindOf(bytes);
  if (!kind || isVideo(kind))
    throw fieldError("file", "errors.field.not_a_picture", "unsupported_media_type");
  const name = newName(kind);
  await mkdir(folder(), { recursive: true });
  const file = await open(join(folder(), name), "wx");
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await syncFolder();
  return name;
}

const newName = (kind: Kind) => `${randomBytes(16).toString("hex")}.${kind}`;

/** A new name survives a power cut only once its folder is written too. */
async function syncFolder(): Promise<void> {
  const directory = await open(folder(), "r");
  await directory.sync().finally(() => directory.close());
}

/** Removes files that no row names any more. */
export async function removeMedia(names: readonly (string | null)[]): Promise<void> {
  for (const name of names)
    if (name && nameOfFile.test(name)) await rm(join(folder(), name), { force: true });
}

/** A kept file; null for a name that is none of ours. */
export async function mediaFile(name: string) {
  if (!nameOfFile.test(name)) return null;
  const path = join(folder(), name);
  const found = await stat(path).catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
  if (!found) return null;
  return {
    size: found.size,
    type: kinds[name.split(".")[1] as Kind],
    // Its name is random and its content never changes.
    etag: `"${name}"`,
    read: (start: number, end: number) =>
      Readable.toWeb(createReadStream(path, { start, end: end - 1 })) as ReadableStream<Uint8Array>,
  };
}
