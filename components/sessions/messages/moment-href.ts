"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { searchWith } from "@/components/ui/url-state";

/** The id of the part that shows what was said around a moment. */
export const momentId = "moment";

/**
 * The address at which a session's messages show what was said around a moment, or around a stretch. On the messages page itself
 * the search and the filter stay.
 */
export function useMomentHref(sessionId: string) {
  const search = useSearchParams();
  const path = `/sessions/${sessionId}/messages`;
  const before = usePathname() === path ? `?${search}` : "";
  return (at: string, until: string | null = null) =>
    `${path}${searchWith(before, { at, until })}#${momentId}`;
}
