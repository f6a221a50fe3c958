"use client";

import { chooseLanguageAction } from "@/lib/domain/people/actions";
import { type LanguageCode, languageNames } from "@/lib/language/languages";
import { SelectField } from "../ui/form";
import { useAction } from "../ui/use-action";
import { useLanguage } from "../ui/use-language";

/** Chooses the language of the pages, at once. `chosen`: null is the browser's. */
export function LanguageForm({ chosen }: { chosen: LanguageCode | null }) {
  const { t } = useLanguage();
  const { run, busy } = useAction(chooseLanguageAction, {
    kept: t("people.account.language_unchanged"),
    toast: true,
    done: () => {
      // A full page load: texts of the language before are in every page that the browser keeps.
      window.location.reload();
      return undefined;
    },
  });
  return (
    <div className="max-w-[400px]">
      <SelectField
        label={t("people.account.language")}
        value={chosen ?? ""}
        disabled={busy}
        onChange={({ target }) => run({ language: target.value || null })}
      >
        <option value="">{t("people.account.as_browser")}</option>
        {Object.entries(languageNames).map(([code, name]) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </SelectField>
    </div>
  );
}
