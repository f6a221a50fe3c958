import "server-only";
import { type LanguageCode, preferredLanguage } from "@/lib/language/languages";
import type { Identity } from "./identity";
import { shownSchool } from "./school";

/** A reader's language: the one that they chose, else their browser's, else their school's: without a sign-in that of the only one. */
export async function readerLanguage(
  identity: Pick<Identity, "language" | "scope"> | null,
  headers: Pick<Headers, "get">,
): Promise<LanguageCode> {
  if (identity?.language) return identity.language;
  const preferred = preferredLanguage(headers.get("accept-language"));
  if (preferred) return preferred;
  return (await shownSchool(identity?.scope ?? null)).language;
}
