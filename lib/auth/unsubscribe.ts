import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import { uuidPattern } from "@/lib/platform/ids";
import { secretFor } from "./secrets";

/*
 * The token of a link that ends somebody's alerts or digests by mail, without a sign-in (RFC 8058): of digests this word, their id, and the signature. It
 * does nothing else, and never expires, as the mail that has it may be opened years later.
 */

export type EndedMail = "alerts" | "digest";

const signatureOf = (text: string): string =>
  createHmac("sha256", secretFor("unsubscribe")).update(text).digest("base64url");

const signed = (text: string) => `${text}.${signatureOf(text)}`;

export const unsubscribeToken = (userId: string, mail: EndedMail = "alerts"): string =>
  signed(mail === "alerts" ? userId : `${mail}.${userId}`);

/** Whose mails of which kind a token ends; null unless we signed it. */
export function mailOfToken(token: string): { user_id: string; mail: EndedMail } | null {
  const mail = token.startsWith("digest.") ? "digest" : "alerts";
  const userId = token.split(".").at(-2)?.toLowerCase() ?? "";
  if (!uuidPattern.test(userId)) return null;
  const [ours, theirs] = [unsubscribeToken(userId, mail), token].map((text) => Buffer.from(text));
  return ours!.length === theirs!.length && timingSafeEqual(ours!, theirs!)
    ? { user_id: userId, mail }
    : null;
}

/** The address to which a mail program posts, and the page on which a person does. */
export const unsubscribeAddresses = (site: string, userId: string, mail: EndedMail = "alerts") => {
  const token = unsubscribeToken(userId, mail);
  return { post: `${site}/api/alerts/unsubscribe/${token}`, page: `${site}/unsubscribe/${token}` };
};
