import "server-only";
import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import { processSingleton } from "@/lib/platform/process";

/** argon2id (the library's default variant) at OWASP's minimum: 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** A password's argon2id hash, salt and cost included. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFC"), cost);
}

/**
 * Whether this is the password. Without a hash (an unknown address, or a user of the school's sign-in only) it does the same
 * work with a dummy hash and returns false, so that the time reveals nothing.
 */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const against =
    passwordHash ??
    (await processSingleton("passwords:throwaway", () => hash(randomBytes(32).toString("base64url"), cost)));
  const matches = await verify(against, password.normalize("NFC"));
  return passwordHash !== null && matches;
}
