import "server-only";
import { headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { cache } from "react";
import { catalogues, languageIn } from "@/lib/language/catalogues";
import type { Language } from "@/lib/language/language";
import { type LanguageCode, preferredLanguage } from "@/lib/language/languages";
import { ownSchool } from "./school";
import { currentIdentity } from "./session";

/** The language of this page's reader: the one that they chose, else their browser's, else their school's. */
const currentCode = cache(async (): Promise<LanguageCode> => {
  const identity = await currentIdentity();
  if (identity?.language) return identity.language;
  const preferred = preferredLanguage((await headers()).get("accept-language"));
  if (preferred) return preferred;
  return identity ? (await ownSchool(identity.scope)).language : "en";
});

/** The language in which this page or this action's answer is written. */
export const currentLanguage = async (): Promise<Language> => languageIn(await currentCode());

/** What next-intl asks for each request, for components that use `useLanguage()`. */
export default getRequestConfig(async () => {
  const locale = await currentCode();
  return { locale, messages: catalogues[locale], timeZone: "UTC" };
});
