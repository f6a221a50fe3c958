import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import { uuidPattern } from "@/lib/platform/ids";
import { secretFor } from "./secrets";

/*
 * The token of a link that ends somebody's alerts by mail, without a sign-in (RFC 8058): their id and its signature. It does nothing else, and never
 * expires, as the mail that has it may be opened years later.
 */

const signatureOf = (userId: string): string =>
  createHmac("sha256", secretFor("unsubscribe")).update(userId).digest("base64url");

export const unsubscribeToken = (userId: string): string => `${userId}.${signatureOf(userId)}`;

/** Whose token it is; null unless we signed it. */
export function personOfToken(token: string): string | null {
  const [userId = "", given = ""] = token.split(".");
  if (!uuidPattern.test(userId)) return null;
  const [ours, theirs] = [signatureOf(userId.toLowerCase()), given].map((text) => Buffer.from(text));
  return ours!.length === theirs!.length && timingSafeEqual(ours!, theirs!) ? userId.toLowerCase() : null;
}

/** The address to which a mail program posts, and the page on which a person does. */
export const unsubscribeAddresses = (site: string, userId: string) => {
  const token = unsubscribeToken(userId);
  return { post: `${site}/api/alerts/unsubscribe/${token}`, page: `${site}/unsubscribe/${token}` };
};
