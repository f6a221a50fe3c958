"use client";

import { Wrong } from "../ui/wrong";

/** The id under which the server logged what failed; a failure in the browser has none. */
export function digestOf(error: unknown): string | undefined {
  return error instanceof Error && "digest" in error && typeof error.digest === "string"
    ? error.digest
    : undefined;
}

/** A page that could not be shown, inside the frame: the rest of the house still works. */
export function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <div className="pt-14 max-desk:pt-5">
      <Wrong title="This page could not be shown" requestId={digestOf(error)} onRetry={retry}>
        Something failed while its numbers were read. Nothing is lost: what players send is still being
        recorded.
      </Wrong>
    </div>
  );
}
