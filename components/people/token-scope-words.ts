import type { TokenScope } from "@/lib/domain/people/schema";

/** What each scope of an API token lets it do, in words. */
export const tokenScopeWords: Record<TokenScope, { label: string; detail: string }> = {
  read: { label: "Read", detail: "all numbers you can see" },
  "playback-tokens": {
    label: "Sign playback tokens",
    detail: "for a course page whose viewers are signed in",
  },
  manage: { label: "Change", detail: "everything you can change" },
};
