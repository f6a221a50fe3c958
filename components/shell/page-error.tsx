"use client";

import { ErrorNotice } from "../ui/error-notice";

/** The server's log id of a failure; a failure in the browser has none. */
export function digestOf(error: unknown): string | undefined {
  return error instanceof Error && "digest" in error && typeof error.digest === "string"
    ? error.digest
    : undefined;
}

/** A page that failed, inside the frame: navigation still works. */
export function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <div className="pt-14 max-sidebar:pt-5">
      <ErrorNotice title="This page could not be shown" requestId={digestOf(error)} onRetry={retry}>
        Reading its numbers failed. No data is lost: Lectern is still recording.
      </ErrorNotice>
    </div>
  );
}
