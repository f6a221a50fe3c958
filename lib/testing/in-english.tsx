import { IntlProvider } from "next-intl";
import type { ReactNode } from "react";
import { catalogueOf } from "@/lib/platform/catalogues";

/** Components as an English reader sees them, for tests that render without a page. */
export const inEnglish = (components: ReactNode) => (
  <IntlProvider locale="en" messages={catalogueOf("en")} timeZone="UTC">
    {components}
  </IntlProvider>
);
