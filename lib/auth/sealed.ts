import "server-only";
import { CompactEncrypt, compactDecrypt, errors } from "jose";
import { secretFor } from "./secrets";

/*
 * Secrets of others that must be read again, as the address and the key of a webhook: a JWE (RFC 7516), encrypted with AES-256-GCM under a key that
 * derives from LECTERN_SECRET. A dump of the database does not tell them.
 */

const algorithms = { alg: "dir", enc: "A256GCM" } as const;

/** Encrypts a text. */
export const seal = (text: string): Promise<string> =>
  new CompactEncrypt(new TextEncoder().encode(text))
    .setProtectedHeader(algorithms)
    .encrypt(secretFor("sealed"));

/** The text; null when it was encrypted under another LECTERN_SECRET, or changed. */
export async function unseal(sealed: string): Promise<string | null> {
  try {
    const { plaintext } = await compactDecrypt(sealed, secretFor("sealed"), {
      keyManagementAlgorithms: [algorithms.alg],
      contentEncryptionAlgorithms: [algorithms.enc],
    });
    return new TextDecoder().decode(plaintext);
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}
