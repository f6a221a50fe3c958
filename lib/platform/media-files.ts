import "server-only";
import { randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat, truncate } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { env } from "./env";
import { AppError, fieldError } from "./errors";
import { isVideo, type Kind, kindOf, kinds, secondsOf } from "./media-content";

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
const partEnding = ".part";
const partOf = (userId: string, uploadId: string) =>
  join(uploads(), `${prefixOf(userId)}${uploadId}${partEnding}`);

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

/** Runs work on an upload while no other request, of any process, works on it. */
export type Alone = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Adds a piece to an upload; at 0 the upload begins. Returns how much there is. It arrives in a file of its own, so that nobody waits for a
 * slow sender, and is appended at once. What arrived before a connection broke stays, so that its sender can go on from there. Throws
 * `conflict` for another place than the end.
 */
export async function receivePiece(
  userId: string,
  uploadId: string,
  offset: number,
  body: ReadableStream<Uint8Array> | null,
  alone: Alone,
): Promise<number> {
  if (offset === 0) await begin(userId, uploadId);
  else await assertEnd(userId, uploadId, offset);
  const piece = `${partOf(userId, uploadId)}.${randomBytes(8).toString("hex")}`;
  try {
    const failure = await storePiece(piece, offset, body);
    const received = await alone(async () => {
      if (offset > 0) await assertEnd(userId, uploadId, offset);
      await append(partOf(userId, uploadId), offset, piece);
      return receivedOf(userId, uploadId);
    });
    if (failure) throw failure;
    return received;
  } finally {
    await rm(piece, { force: true });
  }
}

async function assertEnd(userId: string, uploadId: string, offset: number): Promise<void> {
  const received = await receivedOf(userId, uploadId);
  if (received !== offset)
    throw new AppError("conflict", "errors.upload.elsewhere", {
      values: { received },
      current: { received },
    });
}

async function begin(userId: string, uploadId: string): Promise<void> {
  await mkdir(uploads(), { recursive: true });
  await removeAbandoned();
  const own = (await readdir(uploads())).filter(
    (name) => name.startsWith(prefixOf(userId)) && name.endsWith(partEnding) && !name.includes(uploadId),
  );
  if (own.length >= unfinishedMax)
    throw new AppError("too_many_requests", "errors.upload.too_many", { values: { count: unfinishedMax } });
}

/** Stores a piece chunk by chunk as it arrives; returns why it is not whole. */
async function storePiece(path: string, offset: number, body: ReadableStream<Uint8Array> | null) {
  const max = env().MEDIA_MAX_BYTES;
  const file = await open(path, "wx");
  let at = offset;
  try {
    // The next chunk is read once this one is written.
    for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
      if (at + chunk.byteLength > max)
        return new AppError("too_large", "errors.upload.too_large", {
          values: { mebibytes: Math.floor(max / 1024 ** 2) },
        });
      await file.writeFile(chunk);
      at += chunk.byteLength;
    }
    return null;
  } catch (error) {
    return (
      noSpace(error) ??
      new AppError("invalid", { english: "The body ended before it was complete." }, { cause: error })
    );
  } finally {
    await file.close();
  }
}

async function append(path: string, offset: number, piece: string): Promise<void> {
  try {
    await pipeline(
      createReadStream(piece),
      createWriteStream(path, offset === 0 ? { flags: "w" } : { flags: "r+", start: offset }),
    );
  } catch (error) {
    // Its sender goes on from what was there before.
    await truncate(path, offset);
    throw noSpace(error) ?? error;
  }
}

const noSpace = (error: unknown): AppError | null =>
  (error as NodeJS.ErrnoException).code === "ENOSPC"
    ? new AppError("unavailable", "errors.upload.no_space", { cause: error, retryAfterSeconds: 600 })
    : null;

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

/**
 * Keeps an uploaded video under a name of its own, once its content shows that it is one. Nobody else may work on the upload meanwhile.
 * Throws with the field `upload_id`.
 */
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
