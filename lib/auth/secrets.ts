import "server-only";
import { createHmac, hkdfSync } from "node:crypto";
import { env } from "@/lib/platform/env";
import { processSingleton } from "@/lib/platform/process";

/** Every use of the one secret has its own label, so that what signs one thing can never sign another. */
type Label =
  | "session"
  | "access-token"
  | "playback-token"
  | "setup-code"
  | "limit-keys"
  | "device"
  | "media"
  | "people-marks"
  | "unsubscribe"
  | "sealed"
  | "pseudonym";

/** 32 bytes derived from LECTERN_SECRET for one use (HKDF-SHA256, RFC 5869); the same in every process. */
export function secretFor(label: Label): Buffer {
  return processSingleton(`secret:${label}`, () =>
    Buffer.from(hkdfSync("sha256", env().LECTERN_SECRET, "lectern", `lectern ${label} v1`, 32)),
  );
}

/** A keyed hash for a value that must not be stored in clear text (an address, an e-mail): guessing it offline needs the secret. */
export function blind(value: string): string {
  return createHmac("sha256", secretFor("limit-keys")).update(value).digest("base64url").slice(0, 22);
}
