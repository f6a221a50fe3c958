"use client";

import type { ReactNode } from "react";
import { Button } from "./button";
import { CopyButton } from "./copy-button";
import { Icon } from "./icon";
import { useLanguage } from "./use-language";

/** A failure: what happened, what was saved, what to do, and the id of its log line. */
export function ErrorNotice({
  title,
  children,
  requestId,
  onRetry,
}: {
  title: string;
  children: ReactNode;
  requestId?: string | undefined;
  onRetry?: () => void;
}) {
  const { t } = useLanguage();
  return (
    <div role="alert" className="rounded-md bg-bad-wash p-4">
      <p className="flex items-center gap-2 text-lead font-semibold text-bad">
        <Icon name="notice" />
        {title}
      </p>
      <div className="mt-1 mb-3 max-w-[680px] text-ink-2">{children}</div>
      <div className="flex flex-wrap items-center gap-2">
        {onRetry ? <Button onClick={onRetry}>{t("ui.try_again")}</Button> : null}
        {requestId ? (
          <>
            <span className="ml-2 text-axis text-ink-2 tabular-nums">
              {t("ui.request", { id: requestId })}
            </span>
            <CopyButton text={requestId} look="tool">
              {t("ui.copy")}
            </CopyButton>
          </>
        ) : null}
      </div>
    </div>
  );
}
