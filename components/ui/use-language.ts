import { useLocale, useTranslations } from "next-intl";
import { type Language, languageOf, type Translate } from "@/lib/language/language";
import type { LanguageCode } from "@/lib/language/languages";

const languages = new WeakMap<Translate, Language>();

/** The reader's language: its messages and its way of writing numbers. For components, on the server and in the browser. */
export function useLanguage(): Language {
  const code = useLocale() as LanguageCode;
  const t = useTranslations() as unknown as Translate;
  let language = languages.get(t);
  if (!language) {
    language = languageOf(code, t);
    languages.set(t, language);
  }
  return language;
}
