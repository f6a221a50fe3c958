import "server-only";
import { eq } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { users } from "@/lib/db/tables/people";
import { transaction } from "@/lib/db/tx";
import { env } from "@/lib/platform/env";
import { AppError, fieldError } from "@/lib/platform/errors";
import { networkOf } from "./address";
import { audit, type RequestContext } from "./audit";
import { auditSignIn, isKnownDevice, type SignedIn, type SignInFrom } from "./devices";
import { forgetTries, forgetTry, type Limit, type SlowDown, take, tryOnce } from "./limits";
import { verifyPassword } from "./passwords";
import type { Scope } from "./scope";

/*
 * Wrong passwords slow the next try down; none locks an account. A browser that the account knows has a count of its own, which
 * nobody elsewhere can raise. All others share three, and the longest wait holds. So many guesses in a day are possible:
 *
 * - at one account from one address: 5, then 10 within the 17 minutes of the doubling waits, then one in 15 minutes: 110;
 * - at one account from all addresses together: 50, then 250 within 26 minutes, then one in 30 seconds: below 3,200, at most
 *   1.2 million a year of a thousand machines, while ten random small letters are 10^14 passwords;
 * - from one address at all accounts together: 300, then one a second. It never waits longer: a school is behind one address;
 * - from a stolen known browser: 10, then one in 30 seconds: 2,900.
 */
const pairTries: SlowDown = { name: "sign-in-pair", free: 5, double: 1, most: 15 * 60 };
const accountTries: SlowDown = { name: "sign-in-account", free: 50, double: 50, most: 30 };
const addressTries: SlowDown = { name: "sign-in-address", free: 300, double: 300, most: 1 };
const deviceTries: SlowDown = { name: "sign-in-device", free: 10, double: 1, most: 30 };

async function userWith(email: string) {
  const { id, school_id, version, password_hash, disabled_at } = users;
  const [user] = await db()
    .select({ user_id: id, school_id, version, password_hash, disabled_at })
    .from(users)
    .where(eq(users.email, email));
  return user;
}

/** An e-mail address as it is stored and compared. */
export const normalEmail = (email: string): string => email.trim().normalize("NFC").toLowerCase();

/**
 * Checks an e-mail address and a password. Every try is counted before the password is looked at and given back on success, so that
 * many at once cannot slip under. An unknown account takes the same time and gets the same answer. Throws `unauthenticated`,
 * `too_many_requests`, or `unavailable` when tries cannot be counted.
 */
export async function signInWithPassword(
  input: { email: string; password: string },
  from: SignInFrom,
  method: "password" | "access_token" = "password",
): Promise<SignedIn & { school_id: string | null }> {
  const email = normalEmail(input.email);
  const user = await userWith(email);
  const network = networkOf(from.request.address);
  const knownDevice = user !== undefined && (await isKnownDevice(user.user_id, from.device_id));
  const counts: [SlowDown, string][] = knownDevice
    ? [[deviceTries, `${email} ${from.device_id}`]]
    : [
        [pairTries, `${email} ${network}`],
        [accountTries, email],
        [addressTries, network],
      ];
  await countAll(counts);
  const matches = await verifyPassword(user?.password_hash ?? null, input.password);
  if (!user || !matches || user.disabled_at) {
    const reason = !user ? "no account" : matches ? "disabled" : "wrong password";
    await transaction((tx) => auditSignIn(tx, user ?? null, from, { method, reason }));
    throw new AppError("unauthenticated", { english: "The e-mail address or the password is wrong." });
  }
  const [[own, ownKey], ...shared] = counts as [[SlowDown, string], ...[SlowDown, string][]];
  await Promise.all([forgetTries(own, ownKey), ...shared.map(([slow, key]) => forgetTry(slow, key))]);
  return { user_id: user.user_id, version: user.version, school_id: user.school_id };
}

/** Counts a try everywhere, or nowhere where it has to wait. */
async function countAll(counts: readonly [SlowDown, string][]): Promise<void> {
  for (const [index, [slow, key]] of counts.entries())
    try {
      await tryOnce(slow, key);
    } catch (error) {
      for (const [counted, itsKey] of counts.slice(0, index)) await forgetTry(counted, itsKey);
      throw error;
    }
}

/** Who is signed in proves who they are by their password once more: with a stolen session, 10 guesses in 15 minutes. */
const againLimit: Limit = { name: "password-again", points: 10, seconds: 15 * 60, withoutCounts: "refuse" };

/** Checks the password of somebody who is signed in. Throws `forbidden` with the field's path, `too_many_requests`, `unavailable`. */
export async function provePassword(
  { scope, request }: { scope: Scope; request: RequestContext },
  field: string,
  password: string,
): Promise<void> {
  await take(againLimit, scope.user_id);
  const [user] = await db()
    .select({ password_hash: users.password_hash })
    .from(users)
    .where(eq(users.id, scope.user_id));
  if (await verifyPassword(user?.password_hash ?? null, password)) return;
  await transaction((tx) =>
    audit(
      tx,
      { scope, request },
      { action: "user.fail_password", target: { type: "user", id: scope.user_id } },
    ),
  );
  throw fieldError(field, "errors.field.not_your_password", "forbidden");
}

/** Past this age of a sign-in, what outlives it needs the password again. */
const recentMs = 15 * 60_000;

/** Throws `forbidden` unless the caller has just signed in, or sends their password. */
export async function assertRecentSignIn(
  ctx: { scope: Scope; request: RequestContext; now: Date },
  password: string | undefined,
): Promise<void> {
  const signedInAt = ctx.request.signed_in_at;
  if (signedInAt && ctx.now.getTime() - signedInAt.getTime() < recentMs) return;
  if (password === undefined) throw fieldError("password", "errors.field.password_again", "forbidden");
  await provePassword(ctx, "password", password);
}

/** The demo school's four accounts, offered with one click and known to everybody. */
export const demoAccounts = [
  { email: "admin@lectern.test", role: "admin" },
  { email: "instructor@lectern.test", role: "instructor" },
  { email: "assistant@lectern.test", role: "assistant" },
  { email: "student@lectern.test", role: "student" },
] as const;

/** Signs a demo account in without its password; only in demo mode, which serves loopback only. */
export async function signInToDemo(email: string): Promise<SignedIn> {
  if (!env().LECTERN_DEMO || !demoAccounts.some((account) => account.email === email))
    throw new AppError("unauthenticated", { english: "This is not a demo account." });
  const user = await userWith(email);
  if (!user || user.disabled_at)
    throw new AppError("unauthenticated", { english: "This demo account does not exist." });
  return { user_id: user.user_id, version: user.version };
}
