import { plural } from "@/lib/platform/format";
import { type Finding, key, plain } from "@/lib/platform/phrases";
import type { ApiTokenRow } from "./schema";

const day = 86_400_000;
/** A token that expires this soon should be replaced. */
const soonDays = 14;
/** A token unused for this long is probably forgotten. */
const idleDays = 90;

type TokenState = "active" | "expired" | "revoked";

/** Whether a token is accepted at this moment. */
export function tokenState(token: Pick<ApiTokenRow, "revoked_at" | "expires_at">, now: Date): TokenState {
  if (token.revoked_at) return "revoked";
  return Date.parse(token.expires_at) <= now.getTime() ? "expired" : "active";
}

/** The summary of the tokens page: how many are active, and the token that needs attention. */
export function tokenFindings(tokens: ApiTokenRow[], now: Date): Finding[] {
  const active = tokens.filter((token) => tokenState(token, now) === "active");
  const subject = plain(
    `${active.length === 0 ? "No" : active.length} active ${active.length === 1 ? "token" : "tokens"}.`,
  );
  const ending = active
    .filter((token) => Date.parse(token.expires_at) - now.getTime() <= soonDays * day)
    .sort((a, b) => Date.parse(a.expires_at) - Date.parse(b.expires_at))[0];
  if (ending) {
    const days = Math.ceil((Date.parse(ending.expires_at) - now.getTime()) / day);
    return [subject, key(`${ending.name} expires within ${plural(days, "day")}.`)];
  }
  const idle = active.find(
    (token) => now.getTime() - Date.parse(token.last_used_at ?? token.created_at) >= idleDays * day,
  );
  return idle ? [subject, key(`${idle.name} has not been used for ${idleDays} days.`)] : [subject];
}
