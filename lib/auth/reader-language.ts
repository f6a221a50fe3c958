import "server-only";
import { type LanguageCode, preferredLanguage } from "@/lib/language/languages";
import type { Identity } from "./identity";
import { ownSchool } from "./school";

/** A reader's language: the one that they chose, else their browser's, else their school's. Without a sign-in English is the last. */
export async function readerLanguage(
  identity: Pick<Identity, "language" | "scope"> | null,
  headers: Pick<Headers, "get">,
): Promise<LanguageCode> {
  if (identity?.language) return identity.language;
  const preferred = preferredLanguage(headers.get("accept-language"));
  if (preferred) return preferred;
  return identity ? (await ownSchool(identity.scope)).language : "en";
}
