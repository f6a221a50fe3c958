import { roles } from "@/lib/auth/scope";
import type { Language } from "@/lib/language/language";
import { type Finding, key, plain } from "@/lib/platform/phrases";
import type { AccountAnswer, ApiTokenRow } from "./schema";
import type { UserCounts } from "./users/schema";

const day = 86_400_000;
/** A token that expires this soon should be replaced. */
const soonDays = 14;
/** A token unused for this long is probably forgotten. */
const idleDays = 90;

export type TokenState = "active" | "expired" | "revoked";

/** Whether a token is accepted at this moment. */
export function tokenState(token: Pick<ApiTokenRow, "revoked_at" | "expires_at">, now: Date): TokenState {
  if (token.revoked_at) return "revoked";
  return Date.parse(token.expires_at) <= now.getTime() ? "expired" : "active";
}

/** The summary of the tokens page: how many are active, and the token that needs attention. */
export function tokenFindings(tokens: ApiTokenRow[], now: Date, { t }: Language): Finding[] {
  const active = tokens.filter((token) => tokenState(token, now) === "active");
  const subject = plain(t("people.token_findings.active", { count: active.length }));
  const ending = active
    .filter((token) => Date.parse(token.expires_at) - now.getTime() <= soonDays * day)
    .sort((a, b) => Date.parse(a.expires_at) - Date.parse(b.expires_at))[0];
  if (ending) {
    const days = Math.ceil((Date.parse(ending.expires_at) - now.getTime()) / day);
    return [subject, key(t("people.token_findings.expires", { name: ending.name, days }))];
  }
  const idle = active.find(
    (token) => now.getTime() - Date.parse(token.last_used_at ?? token.created_at) >= idleDays * day,
  );
  return idle
    ? [subject, key(t("people.token_findings.idle", { name: idle.name, days: idleDays }))]
    : [subject];
}

/** What the account page opens with: who tried to sign in as the reader. `day` writes an instant. */
export function failedSignInFindings(
  { count, since, last_at, last_address }: AccountAnswer["failed_sign_ins"],
  day: (instant: string) => string,
  { t }: Language,
): Finding[] {
  const period = { since: since ? day(since) : "none" };
  if (count === 0) return [plain(t("people.account.no_failed_sign_ins", period))];
  const last = { last: last_at ? day(last_at) : "none", address: last_address ?? "none" };
  return [
    key(t("people.account.failed_sign_ins", { count, ...period, ...last })),
    plain(t("people.account.if_not_you")),
  ];
}

/** What the people page opens with: how many of each role, and who has not taken their account. */
export function userFindings({ total, roles: byRole, states }: UserCounts, language: Language): Finding[] {
  const { t, and } = language;
  const parts = roles.flatMap((role) => {
    const count = byRole[role] ?? 0;
    return count ? [t(`people.list.role_counts.${role}`, { count })] : [];
  });
  const expired = states.expired ?? 0;
  const open = (states.invited ?? 0) + expired;
  return [
    plain(t("people.list.found", { count: total, roles: and(parts) })),
    ...(open ? [key(t("people.list.not_accepted", { count: open, expired }))] : []),
  ];
}
