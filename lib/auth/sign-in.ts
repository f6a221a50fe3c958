import "server-only";
import { eq } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { users } from "@/lib/db/tables/people";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { clear, giveBack, type Limit, take } from "./limits";
import { verifyPassword } from "./passwords";

/** The user of a sign-in, from which a session or an access token is made. */
export type SignedIn = { user_id: string; version: number };

/** Wrong passwords for one account, from any address. */
const accountLimit: Limit = {
  name: "sign-in-account",
  points: 10,
  seconds: 15 * 60,
  withoutCounts: "refuse",
};
/** From one address, whatever the account; a school of 300 behind one address may sign in at the same minute. */
const addressLimit: Limit = {
  name: "sign-in-address",
  points: 300,
  seconds: 15 * 60,
  withoutCounts: "refuse",
};

async function userWith(email: string) {
  const { id, version, password_hash, disabled_at } = users;
  const [user] = await db()
    .select({ id, version, password_hash, disabled_at })
    .from(users)
    .where(eq(users.email, email));
  return user;
}

/** An e-mail address as it is stored and compared. */
export const normalEmail = (email: string): string => email.trim().normalize("NFC").toLowerCase();

/**
 * Checks an e-mail address and a password. The points are taken before the password is checked and returned on success, so
 * that parallel attempts cannot evade the limit. An unknown account takes the same time and gets the same answer.
 * Throws `unauthenticated`, `too_many_requests`, or `unavailable` when failures cannot be counted.
 */
export async function signInWithPassword(input: {
  email: string;
  password: string;
  address: string;
}): Promise<SignedIn> {
  const email = normalEmail(input.email);
  await take(addressLimit, input.address);
  await take(accountLimit, email);
  const user = await userWith(email);
  const matches = await verifyPassword(user?.password_hash ?? null, input.password);
  if (!user || !matches || user.disabled_at)
    throw new AppError("unauthenticated", "The e-mail address or the password is wrong.");
  await Promise.all([clear(accountLimit, email), giveBack(addressLimit, input.address)]);
  return { user_id: user.id, version: user.version };
}

/** The demo school's three accounts, offered with one click and known to everybody. */
export const demoAccounts = [
  { email: "admin@lectern.test", label: "Admin", sees: "everything in the school" },
  { email: "instructor@lectern.test", label: "Instructor", sees: "their own courses" },
  { email: "student@lectern.test", label: "Student", sees: "their own viewing" },
] as const;

/** Signs a demo account in without its password; only in demo mode, which serves loopback only. */
export async function signInToDemo(email: string): Promise<SignedIn> {
  if (!env().LECTERN_DEMO || !demoAccounts.some((account) => account.email === email))
    throw new AppError("unauthenticated", "This is not a demo account.");
  const user = await userWith(email);
  if (!user || user.disabled_at) throw new AppError("unauthenticated", "This demo account does not exist.");
  return { user_id: user.id, version: user.version };
}
