import type { TokenScope } from "@/lib/domain/people/schema";

/** What each scope of an API token lets it do: `people.tokens.scopes.…`, and in full `people.tokens.allow.…`. */
export const tokenScopeWords = {
  read: "read",
  "playback-tokens": "playback_tokens",
  events: "events",
  manage: "manage",
} as const satisfies Record<TokenScope, string>;
