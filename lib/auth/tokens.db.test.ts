import { describe, expect, it } from "vitest";
import { newId } from "@/lib/platform/ids";
import { sessionCookieOf } from "@/lib/testing/access-world";
import { makeSchool, makeUser, testDatabase } from "@/lib/testing/database";
import { signAccessToken } from "./bearer";
import { sessionCookieName } from "./cookie";
import { type PlaybackClaims, scopeFromHeaders, signPlaybackToken, verifyPlaybackToken } from "./tokens";

const { sql } = testDatabase();
const now = new Date("2026-11-20T12:00:00.000Z");
const claims: PlaybackClaims = {
  school_id: newId(),
  video_id: newId(),
  session_id: null,
  subject: "learner-1042",
  issued_at: now,
  expires_at: new Date("2026-11-20T13:00:00.000Z"),
};

describe("a playback token", () => {
  it("contains the signed claims until it expires", async () => {
    const token = await signPlaybackToken(claims);
    expect(await verifyPlaybackToken(token, now)).toEqual(claims);
    expect(await verifyPlaybackToken(token, new Date("2026-11-20T12:59:59.000Z"))).toEqual(claims);
    await expect(verifyPlaybackToken(token, claims.expires_at)).rejects.toMatchObject({
      code: "unauthenticated",
      message: "The playback token has expired.",
    });
  });

  it("can be for a live session, without a named viewer", async () => {
    const other = { ...claims, video_id: null, session_id: newId(), subject: null };
    expect(await verifyPlaybackToken(await signPlaybackToken(other), now)).toEqual(other);
  });

  it("is invalid once it is changed, or when it is of another kind", async () => {
    const token = await signPlaybackToken(claims);
    const [head, , signature] = token.split(".");
    const forgedBody = Buffer.from(
      JSON.stringify({
        school: claims.school_id,
        video: claims.video_id,
        sub: "head-teacher",
        aud: "lectern:playback",
        iat: 1,
        exp: 4102444800,
      }),
    ).toString("base64url");
    const none = Buffer.from('{"alg":"none"}').toString("base64url");
    const access = await signAccessToken({ user_id: newId(), version: 1 });
    for (const bad of [
      `${head}.${forgedBody}.${signature}`,
      `${none}.${forgedBody}.`,
      access,
      "",
      "..",
      "a.b.c",
      "%%",
    ])
      await expect(verifyPlaybackToken(bad, now), bad).rejects.toMatchObject({
        code: "unauthenticated",
        message: "The playback token is not valid.",
      });
  });
});

describe("who sent a beacon", () => {
  async function someone() {
    const school = await makeSchool();
    const user = await makeUser({ school_id: school.id });
    const session = await sessionCookieOf(user);
    return { user, session, bearer: `Bearer ${await signAccessToken({ user_id: user.id, version: 1 })}` };
  }

  it("is the bearer of a token, from anywhere", async () => {
    const { user, bearer } = await someone();
    const headers = new Headers({
      authorization: bearer,
      origin: "https://elsewhere.test",
      host: "stats.test",
    });
    expect((await scopeFromHeaders(headers))?.user_id).toBe(user.id);
  });

  it("is the person signed in by cookie on our own pages, never on another site's", async () => {
    const { user, session } = await someone();
    const from = async (origin: string) =>
      (await scopeFromHeaders(new Headers({ cookie: session, origin, host: "stats.test" })))?.user_id ?? null;
    expect(await from("http://stats.test")).toBe(user.id);
    expect(await from("https://elsewhere.test")).toBeNull();
    expect(await from("null")).toBeNull();
    expect(await from("http://stats.test.elsewhere.test")).toBeNull();
  });

  it("is null without either, or with an invalid one", async () => {
    expect(await scopeFromHeaders(new Headers())).toBeNull();
    expect(await scopeFromHeaders(new Headers({ authorization: "Bearer %%" }))).toBeNull();
    expect(await scopeFromHeaders(new Headers({ cookie: `${sessionCookieName()}=nonsense` }))).toBeNull();
  });

  it("is looked up once for many simultaneous beacons", async () => {
    const { user, bearer } = await someone();
    const headers = new Headers({ authorization: bearer });
    const all = await Promise.all(Array.from({ length: 50 }, () => scopeFromHeaders(headers)));
    expect(new Set(all).size).toBe(1);
    expect(all[0]?.user_id).toBe(user.id);
  });

  it("is looked up again after the database has failed once", async () => {
    const { user, bearer } = await someone();
    const headers = new Headers({ authorization: bearer });
    await sql`ALTER TABLE users RENAME TO users_gone`;
    try {
      await expect(scopeFromHeaders(headers)).rejects.toThrow();
    } finally {
      await sql`ALTER TABLE users_gone RENAME TO users`;
    }
    expect((await scopeFromHeaders(headers))?.user_id).toBe(user.id);
  });
});
