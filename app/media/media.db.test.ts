import { createHash } from "node:crypto";
import { readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { signedAddress } from "@/lib/auth/signed-address";
import { duplicateCourse } from "@/lib/domain/courses/duplicate";
import { deleteVideo } from "@/lib/domain/videos/mutations/delete";
import { replaceVideo } from "@/lib/domain/videos/mutations/replace";
import { saveVideo } from "@/lib/domain/videos/mutations/save";
import { setCaptions, setChapters } from "@/lib/domain/videos/mutations/tracks";
import { receiveUpload } from "@/lib/domain/videos/mutations/upload";
import { playedFrom, videoForPlayer } from "@/lib/domain/videos/queries/reach";
import { tracksOf } from "@/lib/domain/videos/queries/tracks";
import type { Context } from "@/lib/http/context";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import { cancelUpload, keepPicture, receivedOf } from "@/lib/platform/media-files";
import { inBrowser, origin, signedIn } from "@/lib/testing/access-world";
import {
  endOf,
  makeCourse,
  makeSchool,
  makeUser,
  type Person,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { GET } from "./[file]/route";
import { GET as captionsGET } from "./captions/[videoId]/[language]/route";

const { sql } = testDatabase();
const clip = readFileSync("public/clip.mp4");
let ctx: Context;
let teacher: Person;
let student: Person;
let course: { id: string };

beforeAll(async () => {
  const school = await makeSchool();
  teacher = await makeUser({ school_id: school.id, role: "instructor" });
  student = await makeUser({ school_id: school.id });
  course = await makeCourse({ school_id: school.id, instructorIds: [teacher.id] });
  ctx = { scope: scopeOf(teacher), request: { id: "request", address: "198.51.100.1" }, now: new Date() };
});

const streamOf = (bytes: Uint8Array, chunk = 10_000) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (let at = 0; at < bytes.length; at += chunk) controller.enqueue(bytes.subarray(at, at + chunk));
      controller.close();
    },
  });
const upload = async (bytes: Uint8Array, id = newId()) => {
  await receiveUpload(teacher.id, id, 0, streamOf(bytes));
  return id;
};
const added = async (bytes: Uint8Array = clip) =>
  saveVideo(ctx, { title: "Uploaded", course_id: course.id, upload_id: await upload(bytes) });
const rowOf = async (id: string) => (await sql`select media_file from videos where id = ${id}`)[0]!;
const files = () => readdirSync(env().MEDIA_DIR).filter((name) => name !== "uploads");
const parts = () => readdirSync(join(env().MEDIA_DIR, "uploads"));

const read = (address: string, headers: Record<string, string> = {}, method: "GET" | "HEAD" = "GET") => {
  const url = new URL(address, origin);
  return GET(new Request(url, { headers: { host: url.host, ...headers }, method }), {
    params: Promise.resolve({ file: url.pathname.split("/").at(-1)! }),
  });
};

describe("the file of a video", () => {
  it("goes with the last video that has it", async () => {
    const { id } = await added();
    const { media_file } = await rowOf(id);
    const copied = await duplicateCourse(ctx, course.id, { title: "The same again" });
    const [copy] =
      await sql`select id from videos where course_id = ${copied.id} and media_file = ${media_file}`;
    await deleteVideo(ctx, id);
    expect(files()).toContain(media_file);
    await deleteVideo(ctx, copy!.id);
    expect(files()).not.toContain(media_file);
  });

  it("is removed when another takes its place before anything was counted", async () => {
    const { id } = await added();
    const { media_file } = await rowOf(id);
    await replaceVideo(ctx, id, { upload_id: await upload(clip) });
    expect(files()).not.toContain(media_file);
    expect(files()).toContain((await rowOf(id)).media_file);
  });
});

describe("an upload", () => {
  it("arrives in pieces, and goes on where it broke off", async () => {
    const id = newId();
    const broken = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(clip.subarray(0, 5000));
      },
      pull(controller) {
        controller.error(new Error("the connection was lost"));
      },
    });
    expect(await endOf(receiveUpload(teacher.id, id, 0, broken))).toBe("invalid");
    const received = await receivedOf(teacher.id, id);
    expect(received).toBe(5000);
    expect(await endOf(receiveUpload(teacher.id, id, 4000, streamOf(clip)))).toBe("conflict");
    const rest = await receiveUpload(teacher.id, id, received, streamOf(clip.subarray(received)));
    expect(rest).toBe(clip.length);
    const { id: videoId } = await saveVideo(ctx, { title: "Clip", course_id: course.id, upload_id: id });
    const [row] = await sql`select media_file, duration_ms, status from videos where id = ${videoId}`;
    expect(row).toMatchObject({ duration_ms: 120_000, status: "ready" });
    const stored = readFileSync(join(env().MEDIA_DIR, row?.media_file));
    const hash = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
    expect(hash(stored)).toBe(hash(clip));
    expect(await endOf(receivedOf(teacher.id, id))).toBe("not_found");
  });

  it("is written by one request at a time, whichever process it reaches", async () => {
    const id = await upload(Buffer.alloc(1000, "a"));
    const pieces = ["b", "c"].map((letter) => Buffer.alloc(50_000, letter));
    let both: Promise<PromiseSettledResult<number>[]> = Promise.resolve([]);
    await sql.begin(async (other) => {
      // What another process does while it appends.
      await other`select pg_advisory_xact_lock(hashtextextended(${`upload ${teacher.id} ${id}`}, 0))`;
      both = Promise.allSettled(
        pieces.map((piece) => receiveUpload(teacher.id, id, 1000, streamOf(piece, 999))),
      );
      await expect
        .poll(
          async () => (await sql`select 1 from pg_locks where locktype = 'advisory' and not granted`).length,
        )
        .toBe(2);
      expect(await receivedOf(teacher.id, id)).toBe(1000);
    });
    expect((await both).map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const [name] = parts().filter((part) => part.includes(id));
    const stored = readFileSync(join(env().MEDIA_DIR, "uploads", name!)).subarray(1000);
    expect(pieces.some((piece) => piece.equals(stored))).toBe(true);
  });

  it("is its sender's alone, is refused past the limit, and is gone when cancelled", async () => {
    const id = await upload(clip);
    expect(await endOf(receivedOf(student.id, id))).toBe("not_found");
    const max = env().MEDIA_MAX_BYTES;
    env().MEDIA_MAX_BYTES = clip.length;
    try {
      expect(await endOf(receiveUpload(teacher.id, id, clip.length, streamOf(Buffer.from("more"))))).toBe(
        "too_large",
      );
    } finally {
      env().MEDIA_MAX_BYTES = max;
    }
    await cancelUpload(teacher.id, id);
    expect(await endOf(receivedOf(teacher.id, id))).toBe("not_found");
  });

  it("that nobody finishes is removed after a day, and few can be open", async () => {
    const person = newId();
    const begin = () => receiveUpload(person, newId(), 0, streamOf(Buffer.from("begun")));
    for (let count = 0; count < 5; count++) await begin();
    expect(await endOf(begin())).toBe("too_many_requests");
    const own = () => parts().filter((name) => name.startsWith(person));
    const before = new Date(Date.now() - 25 * 3600_000);
    for (const name of own()) utimesSync(join(env().MEDIA_DIR, "uploads", name), before, before);
    await begin();
    expect(own()).toHaveLength(1);
  });

  it("of anything but a video is refused by its content and removed", async () => {
    const text = (content: string) => Buffer.from(content);
    const mp4Head = Buffer.concat([Buffer.from([0, 0, 0, 24]), text("ftypisom"), Buffer.alloc(12)]);
    const before = files().length;
    for (const bytes of [
      text("<!doctype html><script>alert(1)</script>"),
      text('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
      text("#!/bin/sh\nexit"),
      Buffer.concat([mp4Head, text("<script>alert(1)</script>")]),
      readFileSync("docs/video.png"),
      clip.subarray(0, 30),
      text("RIFF....WAVEfmt "),
    ])
      expect(await endOf(added(bytes))).toBe("unsupported_media_type upload_id");
    expect(await endOf(added(text("")))).toBe("invalid upload_id");
    expect(files()).toHaveLength(before);
  });

  it("leaves no file when its video cannot be stored", async () => {
    const before = files().length;
    const of = async (course_id: string) =>
      endOf(saveVideo(ctx, { title: "Clip", course_id, upload_id: await upload(clip) }));
    expect(await of("none")).toBe("not_found course_id");
    const { id } = await added();
    expect(await endOf(replaceVideo(ctx, id, { upload_id: await upload(clip), revision: 7 }))).toBe(
      "conflict",
    );
    expect(files()).toHaveLength(before + 1);
    await deleteVideo(ctx, id);
    expect(files()).toHaveLength(before);
  });
});

describe("an uploaded video", () => {
  const addressFor = async (person: Person | null, id: string) =>
    playedFrom(person && scopeOf(person), await videoForPlayer(person && scopeOf(person), id)).source ?? "";

  it("is sent whole or in ranges", async () => {
    const { id } = await added();
    const address = await addressFor(student, id);
    const caller = (await inBrowser(student)).headers;
    const whole = await read(address, caller);
    expect(whole.status).toBe(200);
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      "content-type": "video/mp4",
      "content-length": String(clip.length),
      "accept-ranges": "bytes",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
      "content-security-policy": "default-src 'none'; sandbox",
    });
    const body = Buffer.from(await whole.arrayBuffer());
    expect([body.length, body.findIndex((byte, at) => byte !== clip[at])]).toEqual([clip.length, -1]);
    const etag = whole.headers.get("etag") ?? "";
    for (const [range, from, to] of [
      ["bytes=0-99", 0, 100],
      ["bytes=5000-", 5000, clip.length],
      ["bytes=-10", clip.length - 10, clip.length],
      [`bytes=0-${clip.length + 5}`, 0, clip.length],
    ] as const)
      for (const condition of [{}, { "if-range": etag }] as Record<string, string>[]) {
        const part = await read(address, { ...caller, range, ...condition });
        expect(part.status).toBe(206);
        expect(part.headers.get("content-range")).toBe(`bytes ${from}-${to - 1}/${clip.length}`);
        expect(Buffer.from(await part.arrayBuffer()).equals(clip.subarray(from, to))).toBe(true);
      }
    const past = await read(address, { ...caller, range: `bytes=${clip.length}-` });
    expect([past.status, past.headers.get("content-range")]).toEqual([416, `bytes */${clip.length}`]);
    for (const range of ["bytes=9-3", "bytes=0-1,4-5", "lines=1-2", "bytes=a-b"])
      expect((await read(address, { ...caller, range }, "HEAD")).status).toBe(200);
    expect(
      (await read(address, { ...caller, range: "bytes=0-9", "if-range": '"other"' }, "HEAD")).status,
    ).toBe(200);
    expect((await read(address, { ...caller, "if-none-match": etag })).status).toBe(304);
    const head = await read(address, { ...caller, range: "bytes=0-9" }, "HEAD");
    expect([head.status, head.headers.get("content-length"), await head.text()]).toEqual([206, "10", ""]);
  });

  it("has an address for one person, one file and some hours", async () => {
    const { id } = await added();
    const other = await added();
    const address = await addressFor(student, id);
    const caller = (await inBrowser(student)).headers;
    const status = async (given: string, headers = caller) => (await read(given, headers, "HEAD")).status;
    expect(await status(address)).toBe(200);
    expect(await status(address, (await signedIn(student)).headers)).toBe(200);
    expect(await status(address, {})).toBe(403);
    expect(await status(address, (await inBrowser(teacher)).headers)).toBe(403);
    const [path, query] = address.split("?");
    expect(await status(path ?? "")).toBe(403);
    expect(await status(`${(await addressFor(student, other.id)).split("?")[0]}?${query}`)).toBe(403);
    expect(await status(address.replace(/viewer=[^&]+/, "viewer="))).toBe(403);
    expect(await status(address.replace(/expires=\d+/, "expires=4102444800"))).toBe(403);
    const expired = signedAddress(path ?? "", student.id, new Date(Date.now() - 14 * 3600_000));
    expect(await status(expired)).toBe(403);
    // For a school that shows its videos without a sign-in.
    expect(await status(await addressFor(null, id), {})).toBe(200);
  });

  it("cannot be reached by a path, even a signed one", async () => {
    writeFileSync(join(env().MEDIA_DIR, "secret.txt"), "secret");
    for (const name of ["..%2f..%2fpackage.json", "secret.txt", "uploads", "..", `${"0".repeat(32)}.mp4`]) {
      const url = new URL(signedAddress(`/media/${name}`, null), origin);
      const answer = await GET(new Request(url), {
        params: Promise.resolve({ file: decodeURIComponent(name) }),
      });
      expect([403, 404]).toContain(answer.status);
    }
  });
});

it("a picture is kept by its content", async () => {
  expect(await keepPicture(readFileSync("docs/video.png"))).toMatch(/^[0-9a-f]{32}\.png$/);
  for (const bytes of [clip, Buffer.from("<svg onload=alert(1)>"), Buffer.from("GIF89a")])
    expect(await endOf(keepPicture(bytes))).toBe("unsupported_media_type file");
});

describe("captions and chapters", () => {
  it("are checked, and captions are read by who was given their address", async () => {
    const { id } = await added();
    const text = "WEBVTT\n\n00:01.000 --> 00:04.000\nThis is a residual.\n";
    const set = (body: string) => setCaptions(ctx, id, "pt-BR", Buffer.from(body));
    for (const wrong of ["", "<html>", "WEBVTT", "1\n00:00:01,000 --> 00:00:02,000\nSubRip\n"])
      expect(await endOf(set(wrong)), wrong).toBe("invalid file");
    await set("WEBVTT\n\n00:01.000 --> 00:02.000\nEarlier\n");
    await set(text);
    const { captions } = await tracksOf(scopeOf(student), { id });
    expect(captions.map(({ language }) => language)).toEqual(["pt-BR"]);
    const url = new URL(captions[0]?.address ?? "", origin);
    const ask = (headers: Record<string, string>) =>
      captionsGET(new Request(url, { headers: { host: url.host, ...headers } }), {
        params: Promise.resolve({ videoId: id, language: "pt-BR" }),
      });
    expect((await ask({})).status).toBe(403);
    const answer = await ask((await inBrowser(student)).headers);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/vtt; charset=utf-8"]);
    expect(await answer.text()).toBe(text);

    expect(await endOf(setChapters(ctx, id, "0:00 A\n2:00 B"))).toBe("invalid text");
    expect(await endOf(setChapters(ctx, id, "A"))).toBe("invalid text");
    const other = { ...ctx, scope: scopeOf(student) };
    expect(await endOf(setChapters(other, id, "0:00 A"))).toBe("forbidden");
    await setChapters(ctx, id, "0:00 A\n1:59 B");
    expect((await tracksOf(null, { id })).chapters).toEqual([
      { start_seconds: 0, title: "A" },
      { start_seconds: 119, title: "B" },
    ]);
    await deleteVideo(ctx, id);
    expect((await tracksOf(null, { id })).captions).toEqual([]);
  });
});
