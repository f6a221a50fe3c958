"use client";

import { IntlProvider } from "next-intl";
import { digestOf } from "@/components/shell/page-error";
import { ErrorNotice } from "@/components/ui/error-notice";
import "./globals.css";

/** What the notice says in English, in place of the catalogue: the reader's language is not known here. */
const messages = (id: string | undefined) => ({
  ui: {
    try_again: "Try again",
    request: `Request ${id}`,
    copy: "Copy",
    copied: "Copied",
    copy_failed: "Copying failed: select the text",
  },
});

/** The fallback when even the root layout fails: a full document, without the layout's providers. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  const id = digestOf(error);
  return (
    <html lang="en">
      <body>
        <title>Something went wrong · Lectern</title>
        <main className="mx-auto max-w-[640px] px-4 pt-[18vh]">
          <IntlProvider locale="en" messages={messages(id)} timeZone="UTC">
            <ErrorNotice title="This page could not be shown" requestId={id} onRetry={retry}>
              Something failed on the server. No recorded data is lost.
            </ErrorNotice>
          </IntlProvider>
        </main>
      </body>
    </html>
  );
}
