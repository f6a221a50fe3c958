"use client";

import type { ReactNode } from "react";
import { Button } from "./button";
import { CopyButton } from "./copy-button";

/** Not an Icon: every page's error boundary loads its scripts apart from the page's. */
const mark = (
  <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" className="flex-none">
    <path
      d="M15 8A7 7 0 1 1 1 8a7 7 0 0 1 14 0ZM8 4v5M8 11v1.2"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
    />
  </svg>
);

/** A failure: what happened, what was kept, what to do, and the id of its log line. */
export function ErrorNotice({
  title,
  children,
  requestId,
  onRetry,
  actions,
}: {
  title: string;
  children: ReactNode;
  requestId?: string | undefined;
  onRetry?: () => void;
  actions?: ReactNode;
}) {
  return (
    <div role="alert" className="rounded-md bg-bad-wash p-4">
      <h3 className="flex items-center gap-2 text-lead font-semibold text-bad">
        {mark}
        {title}
      </h3>
      <div className="mt-1 mb-3 max-w-[680px] text-ink-2">{children}</div>
      <div className="flex flex-wrap items-center gap-2">
        {onRetry ? <Button onClick={onRetry}>Try again</Button> : null}
        {actions}
        {requestId ? (
          <>
            <span className="ml-2 text-axis text-ink-2 tabular-nums">Request {requestId}</span>
            <CopyButton text={requestId} look="tool">
              Copy
            </CopyButton>
          </>
        ) : null}
      </div>
    </div>
  );
}
