import "server-only";
import { db } from "@/lib/db/client";
import { users } from "@/lib/db/tables/people";
import { processSingleton } from "@/lib/platform/process";
import { secretFor } from "./secrets";

// No 0, 1, I, O: it is read from a terminal and typed by hand.
const alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/**
 * The code that the terminal prints while nobody has an account, and that the set-up page asks for: 60 bits in three groups of
 * four. Derived from the secret, so that every process prints and takes the same one.
 */
export function setupCode(): string {
  const letters = Array.from(secretFor("setup-code").subarray(0, 12), (byte) => alphabet[byte % 32]);
  return [0, 4, 8].map((at) => letters.slice(at, at + 4).join("")).join("-");
}

/** Whether nobody has an account yet. Once somebody has, it stays false without asking again. */
export async function setupNeeded(): Promise<boolean> {
  const state = processSingleton("auth:setup", () => ({ done: false }));
  if (state.done) return false;
  const accounts = await db().select({ id: users.id }).from(users).limit(1);
  state.done = accounts.length > 0;
  return !state.done;
}
