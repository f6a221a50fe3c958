"use client";

import { ErrorNotice } from "../ui/error-notice";
import { useLanguage } from "../ui/use-language";

/** The server's log id of a failure; a failure in the browser has none. */
export function digestOf(error: unknown): string | undefined {
  return error instanceof Error && "digest" in error && typeof error.digest === "string"
    ? error.digest
    : undefined;
}

/** A page that failed, inside the frame: navigation still works. */
export default function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  const { t } = useLanguage();
  return (
    <div className="pt-14 max-sidebar:pt-5">
      <ErrorNotice title={t("shell.frame.page_failed")} requestId={digestOf(error)} onRetry={retry}>
        {t("shell.frame.page_failed_about")}
      </ErrorNotice>
    </div>
  );
}
