/** What a personal API token may be allowed to do, beyond what its owner may: a closed list. */
export const tokenScopes = ["read", "playback-tokens", "events", "manage"] as const;
export type TokenScope = (typeof tokenScopes)[number];
