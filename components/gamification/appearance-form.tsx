"use client";

import { useState } from "react";
import { ErrorNotice } from "@/components/ui/error-notice";
import { useAction } from "@/components/ui/use-action";
import { useLanguage } from "@/components/ui/use-language";
import { chooseAppearanceAction } from "@/lib/domain/gamification/actions";
import { type Appearance, appearances } from "@/lib/domain/gamification/schema";

/** How the reader appears in rankings. A choice holds at once. */
export function AppearanceForm({ appearance, name }: { appearance: Appearance; name: string }) {
  const { t } = useLanguage();
  const [chosen, setChosen] = useState(appearance);
  const { run, problem } = useAction(chooseAppearanceAction, {
    done: () => t("gamification.appearance.saved"),
    kept: t("gamification.appearance.kept"),
  });
  const shown = problem ? appearance : chosen;
  return (
    <>
      <fieldset className="max-w-[896px]">
        <legend className="sr-only">{t("gamification.appearance.title")}</legend>
        {appearances.map((choice) => (
          <label
            key={choice}
            className="flex cursor-pointer gap-3 border-t border-line py-3 last:border-b hover:bg-hover"
          >
            <input
              type="radio"
              name="appearance"
              checked={choice === shown}
              onChange={() => {
                setChosen(choice);
                run({ appearance: choice });
              }}
              className="mt-0.5 size-4 flex-none accent-(--accent)"
            />
            <span>
              <span className="block font-medium">{t(`gamification.appearance.choices.${choice}`)}</span>
              <span className="block text-small text-ink-2">
                {t(`gamification.appearance.effects.${choice}`, { name })}
              </span>
            </span>
          </label>
        ))}
      </fieldset>
      {problem ? <ErrorNotice title={t("gamification.appearance.kept")}>{problem.detail}</ErrorNotice> : null}
    </>
  );
}
