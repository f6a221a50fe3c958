/** The languages that Lectern speaks, each by its own name. */
export const languageNames = {
  en: "English",
  de: "Deutsch",
  es: "Español",
  fr: "Français",
  pt: "Português",
} as const;

export type LanguageCode = keyof typeof languageNames;

export const languageCodes = Object.keys(languageNames) as [LanguageCode, ...LanguageCode[]];

/** A function that makes one value for each language, when it is first needed. */
export function byLanguage<Value>(make: (code: LanguageCode) => Value): (code: LanguageCode) => Value {
  const made: Partial<Record<LanguageCode, Value>> = {};
  return (code) => (made[code] ??= make(code));
}

const isLanguageCode = (code: string): code is LanguageCode => Object.hasOwn(languageNames, code);

/** The language of ours that an Accept-Language header (RFC 9110, 12.5.4) prefers; null if it names none of ours. */
export function preferredLanguage(header: string | null): LanguageCode | null {
  const wanted = (header ?? "")
    .slice(0, 500)
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.split(";").map((text) => text.trim().toLowerCase());
      const quality = parameters.find((text) => text.startsWith("q="))?.slice(2);
      return { code: tag.split("-")[0] ?? "", quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return wanted.map(({ code }) => code).find(isLanguageCode) ?? null;
}
