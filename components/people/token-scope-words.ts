import type { TokenScope } from "@/lib/domain/people/schema";

/** What each scope of an API token lets it do, in words. */
export const tokenScopeWords: Record<TokenScope, { label: string; detail: string }> = {
  read: { label: "Read", detail: "every number that you can see" },
  "playback-tokens": { label: "Sign playback tokens", detail: "for a course page that knows its viewers" },
  manage: { label: "Change", detail: "whatever you may change" },
};
