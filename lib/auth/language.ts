import "server-only";
import { headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { cache } from "react";
import type { Language } from "@/lib/language/language";
import type { LanguageCode } from "@/lib/language/languages";
import { catalogueOf, languageIn } from "@/lib/platform/catalogues";
import { readerLanguage } from "./reader-language";
import { currentIdentity } from "./session";

/** The language of this page's reader. */
const currentCode = cache(async (): Promise<LanguageCode> => {
  const asked = await headers();
  // While the database is away nobody is known; the answer that says so is in the browser's language.
  const identity = await currentIdentity().catch(() => null);
  return await readerLanguage(identity, asked);
});

/** The language in which this page or this action's answer is written. */
export const currentLanguage = async (): Promise<Language> => languageIn(await currentCode());

/** What next-intl asks for each request, for components that use `useLanguage()`. */
export default getRequestConfig(async () => {
  const locale = await currentCode();
  return { locale, messages: catalogueOf(locale), timeZone: "UTC" };
});
