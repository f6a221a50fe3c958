import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import { getLocale } from "next-intl/server";
import { ThemeProvider } from "next-themes";
import type { ReactNode } from "react";
import { ClientMessages } from "@/components/shell/client-messages";
import { EarlyClicks } from "@/components/ui/early-clicks";
import { Notices } from "@/components/ui/toast";
import { currentLanguage } from "@/lib/auth/language";
import "./globals.css";

export async function generateMetadata(): Promise<Metadata> {
  return {
    title: { default: "Lectern", template: "%s · Lectern" },
    description: (await currentLanguage()).t("shell.notices.description"),
    robots: { index: false },
  };
}

export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fcfdfd" },
    { media: "(prefers-color-scheme: dark)", color: "#101314" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Of this request's content policy: the server's front made it (lib/http/front.ts).
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    // The theme's attribute is set before the first paint, by a script outside React.
    <html lang={await getLocale()} suppressHydrationWarning>
      <body>
        <EarlyClicks nonce={nonce} />
        <ThemeProvider
          nonce={nonce}
          attribute="data-theme"
          enableColorScheme={false}
          disableTransitionOnChange
        >
          <ClientMessages of={["ui"]}>
            {children}
            <Notices />
          </ClientMessages>
        </ThemeProvider>
      </body>
    </html>
  );
}
