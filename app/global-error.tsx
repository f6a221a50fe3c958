"use client";

import { lazy, Suspense } from "react";
import english from "@/lib/language/messages/en/failure.json";
import "./globals.css";

type Failed = { error: unknown; retry: () => void };

/** Where not even the failure's own code can be loaded. */
const Unreachable = ({ retry }: Failed) => (
  <main lang="en" className="mx-auto max-w-[640px] px-4 pt-[18vh]">
    <h1 className="mb-5 text-title">{english.head}</h1>
    <button type="button" onClick={retry} className="underline">
      {english.retry}
    </button>
  </main>
);

// Next loads this file with every page: the rest comes when it is needed.
const WholeFailure = lazy(() =>
  import("@/components/shell/whole-failure").catch(() => ({ default: Unreachable })),
);

/** The fallback when even the root layout fails: a full document, without the layout's providers. */
export default function GlobalError(failed: Failed) {
  return (
    <html lang="en">
      <body>
        <Suspense>
          <WholeFailure {...failed} />
        </Suspense>
      </body>
    </html>
  );
}
