"use client";

import { digestOf } from "@/components/shell/page-error";
import { ErrorNotice } from "@/components/ui/error-notice";
import "./globals.css";

/** The last net, when even the frame could not be drawn: a document of its own, without the frame's providers. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Something went wrong · Lectern</title>
        <main className="mx-auto max-w-[640px] px-4 pt-[18vh]">
          <ErrorNotice title="This page could not be shown" requestId={digestOf(error)} onRetry={retry}>
            Something failed on our side. Nothing that was recorded is lost.
          </ErrorNotice>
        </main>
      </body>
    </html>
  );
}
