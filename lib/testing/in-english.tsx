import { IntlProvider } from "next-intl";
import type { ReactNode } from "react";
import { catalogues } from "@/lib/language/catalogues";

/** Components as an English reader sees them, for tests that render without a page. */
export const inEnglish = (components: ReactNode) => (
  <IntlProvider locale="en" messages={catalogues.en} timeZone="UTC">
    {components}
  </IntlProvider>
);
