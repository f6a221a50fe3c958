import "server-only";
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import Bowser from "bowser";
import { and, desc, eq, notInArray, sql } from "drizzle-orm";
import { db, type Tx } from "@/lib/db/client";
import { devices, users } from "@/lib/db/tables/people";
import { transaction } from "@/lib/db/tx";
import type { Language } from "@/lib/language/language";
import { AppError } from "@/lib/platform/errors";
import { uuidPattern } from "@/lib/platform/ids";
import { clientAddress } from "./address";
import { audit, type RequestContext } from "./audit";
import { cookieValue, secureCookies, sessionSeconds } from "./cookie";
import { secretFor } from "./secrets";

/** From where somebody signs in. `device_id` is null where no browser of ours is known: a first visit, or a program. */
export type SignInFrom = { device_id: string | null; name: string; request: RequestContext };

/** A user as a sign-in finds them. */
export type SignedIn = { user_id: string; version: number };

/** A browser is known this long after its last sign-in; the most that browsers keep a cookie. */
const deviceSeconds = 400 * 24 * 3600;
/** Of one account; the oldest are forgotten. A program without cookies is another device each time. */
const devicesMax = 50;

const deviceCookieName = () => (secureCookies() ? "__Host-lectern.device" : "lectern.device");

const signature = (id: string) => createHmac("sha256", secretFor("device")).update(id).digest("base64url");

/** The Set-Cookie header that makes a browser known: who holds it has signed in there once. It opens nothing by itself. */
export const deviceCookie = (id: string): string =>
  [
    `${deviceCookieName()}=${id}.${signature(id)}`,
    "Path=/",
    `Max-Age=${deviceSeconds}`,
    "HttpOnly",
    "SameSite=Lax",
    ...(secureCookies() ? ["Secure"] : []),
  ].join("; ");

function deviceIdOf(headers: Pick<Headers, "get">): string | null {
  const [id = "", signed = ""] = cookieValue(headers, deviceCookieName())?.split(".") ?? [];
  if (!uuidPattern.test(id)) return null;
  const [given, wanted] = [Buffer.from(signed), Buffer.from(signature(id))];
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? id : null;
}

const aProgram = "A program";
const onSystem = " on ";

/** A browser as it is stored: `Firefox on Linux`. */
function deviceName(userAgent: string): string {
  // Bowser throws for an empty string.
  const { browser, os } = userAgent ? Bowser.parse(userAgent.slice(0, 512)) : { browser: {}, os: {} };
  if (!browser.name) return aProgram;
  return [browser.name, os.name].filter(Boolean).join(onSystem).slice(0, 100);
}

/** A stored browser in words that its owner recognises. */
export function deviceWords(name: string, { t }: Language): string {
  if (name === aProgram) return t("people.device.program");
  const [browser = name, system] = name.split(onSystem);
  return system ? t("people.device.browser", { browser, system }) : browser;
}

/** What a request says of where somebody signs in. */
export const signInFrom = (headers: Pick<Headers, "get">, requestId: string): SignInFrom => ({
  device_id: deviceIdOf(headers),
  name: deviceName(headers.get("user-agent") ?? ""),
  request: { id: requestId, address: clientAddress(headers) },
});

/** Whether this browser has signed in as this user since the password was set. */
export async function isKnownDevice(userId: string, deviceId: string | null): Promise<boolean> {
  if (deviceId === null) return false;
  const rows = await db()
    .select({ id: devices.id })
    .from(devices)
    .where(and(eq(devices.user_id, userId), eq(devices.device_id, deviceId)));
  return rows.length > 0;
}

/**
 * Begins a session of a user in a browser, in place of the one that was there; the browser is known from now on. Throws
 * `unauthenticated` where the user has changed since they were checked.
 */
export async function openSession(
  user: SignedIn,
  from: SignInFrom,
  method: "password" | "oidc" | "demo",
): Promise<{ sign_in_id: string; device_id: string }> {
  // Random, not by time: the one is in a cookie, the other in a signed one.
  const [sign_in_id, device_id] = [randomUUID(), from.device_id ?? randomUUID()];
  await transaction(async (tx) => {
    // Locked by it: a change of the account waits, and then ends this session too.
    const [same] = await tx
      .update(users)
      .set({ last_signed_in_at: sql`now()` })
      .where(and(eq(users.id, user.user_id), eq(users.version, user.version)))
      .returning({ school_id: users.school_id });
    if (!same) throw new AppError("unauthenticated", { english: "The account has changed: sign in again." });
    const { name } = from;
    const { address } = from.request;
    const latest = {
      sign_in_id,
      name,
      address,
      signed_in_at: sql`now()`,
      expires_at: sql`now() + make_interval(secs => ${sessionSeconds})`,
    };
    await tx
      .insert(devices)
      .values({ user_id: user.user_id, device_id, ...latest })
      .onConflictDoUpdate({ target: [devices.user_id, devices.device_id], set: latest });
    await forgetOldest(tx, user.user_id);
    await auditSignIn(tx, { user_id: user.user_id, school_id: same.school_id }, from, { method });
  });
  return { sign_in_id, device_id };
}

/** An attempt to sign in, in the audit; a `reason` is why it failed. Nobody where no account is meant: what was typed is not kept. */
export const auditSignIn = (
  tx: Tx,
  user: { user_id: string; school_id: string | null } | null,
  from: SignInFrom,
  how: { method: "password" | "access_token" | "oidc" | "demo"; reason?: string },
): Promise<void> =>
  audit(
    tx,
    // Who fails has not proved that they are the user.
    { scope: how.reason === undefined ? user : null, request: from.request },
    {
      school_id: user?.school_id ?? null,
      action: how.reason === undefined ? "user.sign_in" : "user.fail_sign_in",
      target: { type: "user", id: user?.user_id ?? null },
      detail: { ...how, device: from.name },
    },
  );

async function forgetOldest(tx: Tx, userId: string): Promise<void> {
  const latest = tx
    .select({ id: devices.id })
    .from(devices)
    .where(eq(devices.user_id, userId))
    .orderBy(desc(devices.signed_in_at))
    .limit(devicesMax);
  await tx.delete(devices).where(and(eq(devices.user_id, userId), notInArray(devices.id, latest)));
}

/** Ends a session on the server, so that no copy of its cookie opens anything; the browser stays known. */
export async function endSession(sessionId: string, request: RequestContext): Promise<void> {
  await transaction(async (tx) => {
    const [ended] = await tx
      .update(devices)
      .set({ sign_in_id: null })
      .where(eq(devices.sign_in_id, sessionId))
      .returning({ user_id: devices.user_id, name: devices.name });
    if (!ended) return;
    const [user] = await tx
      .select({ school_id: users.school_id })
      .from(users)
      .where(eq(users.id, ended.user_id));
    await audit(
      tx,
      { scope: { user_id: ended.user_id, school_id: user?.school_id ?? null }, request },
      {
        action: "user.sign_out",
        target: { type: "user", id: ended.user_id },
        detail: { device: ended.name },
      },
    );
  });
}
