"use client";

import { digestOf } from "@/components/shell/page-error";
import { ErrorNotice } from "@/components/ui/error-notice";
import "./globals.css";

/** The fallback when even the root layout fails: a full document, without the layout's providers. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Something went wrong · Lectern</title>
        <main className="mx-auto max-w-[640px] px-4 pt-[18vh]">
          <ErrorNotice title="This page could not be shown" requestId={digestOf(error)} onRetry={retry}>
            Something failed on the server. No recorded data is lost.
          </ErrorNotice>
        </main>
      </body>
    </html>
  );
}
