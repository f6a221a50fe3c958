import { plural } from "@/lib/platform/format";
import type { ApiTokenRow } from "./schema";

const day = 86_400_000;
/** A token that ends this soon should be replaced while there is time. */
const soonDays = 14;
/** Nobody has used it for so long that it is likely forgotten. */
const idleDays = 90;

export type TokenState = "working" | "expired" | "revoked";

/** Whether a token opens anything at this moment. */
export function tokenState(token: Pick<ApiTokenRow, "revoked_at" | "expires_at">, now: Date): TokenState {
  if (token.revoked_at) return "revoked";
  return Date.parse(token.expires_at) <= now.getTime() ? "expired" : "working";
}

/** What the tokens page opens with: how many work, and the one thing to see to. The second part is the key clause. */
export function tokenFinding(tokens: ApiTokenRow[], now: Date): { subject: string; clause: string | null } {
  const working = tokens.filter((token) => tokenState(token, now) === "working");
  const subject =
    working.length === 0
      ? "No token works at the moment"
      : `${plural(working.length, "token works", "tokens work")}`;
  const ending = working
    .filter((token) => Date.parse(token.expires_at) - now.getTime() <= soonDays * day)
    .sort((a, b) => Date.parse(a.expires_at) - Date.parse(b.expires_at))[0];
  if (ending) {
    const days = Math.ceil((Date.parse(ending.expires_at) - now.getTime()) / day);
    return { subject, clause: `${ending.name} expires within ${plural(days, "day")}` };
  }
  const idle = working.find(
    (token) => now.getTime() - Date.parse(token.last_used_at ?? token.created_at) >= idleDays * day,
  );
  if (idle) return { subject, clause: `${idle.name} has not been used for ${idleDays} days` };
  return { subject, clause: null };
}
