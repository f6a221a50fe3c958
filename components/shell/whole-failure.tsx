"use client";

import { IntlProvider, useLocale } from "next-intl";
import { useSyncExternalStore } from "react";
import { type LanguageCode, preferredLanguage } from "@/lib/language/languages";
import de from "@/lib/language/messages/de/failure.json";
import en from "@/lib/language/messages/en/failure.json";
import es from "@/lib/language/messages/es/failure.json";
import fr from "@/lib/language/messages/fr/failure.json";
import pt from "@/lib/language/messages/pt/failure.json";
import { Button } from "../ui/button";
import { useLanguage } from "../ui/use-language";
import { digestOf } from "./page-error";

type Failed = { error: unknown; retry: () => void };

const messages: Record<LanguageCode, typeof en> = { en, de, es, fr, pt };

const never = () => () => {};

/** The failure of the root layout: without its providers, in the browser's language. */
export default function WholeFailure(failed: Failed) {
  const code = useSyncExternalStore(
    never,
    () => preferredLanguage(navigator.languages.join(",")) ?? "en",
    () => "en" as const,
  );
  return (
    <IntlProvider locale={code} messages={{ failure: messages[code] }} timeZone="UTC">
      <FailureNotice {...failed} />
    </IntlProvider>
  );
}

function FailureNotice({ error, retry }: Failed) {
  const { t } = useLanguage();
  const id = digestOf(error);
  return (
    <main lang={useLocale()} className="mx-auto max-w-[640px] px-4 pt-[18vh]">
      <title>{t("failure.title")}</title>
      <h1 className="text-title">{t("failure.head")}</h1>
      <p className="mt-2 mb-5 text-ink-2">{t("failure.about")}</p>
      <div className="flex flex-wrap items-center gap-4">
        <Button onClick={retry}>{t("failure.retry")}</Button>
        {id ? (
          <span className="text-axis text-ink-2 tabular-nums">{t("failure.request", { id })}</span>
        ) : null}
      </div>
    </main>
  );
}
