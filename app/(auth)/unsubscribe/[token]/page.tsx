import type { Metadata } from "next";
import { Unsubscribe } from "@/components/alerts/unsubscribe";
import { ClientMessages } from "@/components/shell/client-messages";
import { currentLanguage } from "@/lib/auth/language";
import { personOfToken } from "@/lib/auth/unsubscribe";

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await currentLanguage();
  return { title: t("alerts.unsubscribe.title"), referrer: "no-referrer", robots: { index: false } };
}
export const dynamic = "force-dynamic";

/** Where the link of a mail with alerts leads, without a sign-in. Opening the page changes nothing: only its button does. */
export default async function UnsubscribePage({ params }: { params: Promise<{ token: string }> }) {
  const [{ token }, { t }] = await Promise.all([params, currentLanguage()]);
  if (!personOfToken(token))
    return (
      <>
        <h1 className="text-title">{t("alerts.unsubscribe.invalid")}</h1>
        <p className="mt-2 text-ink-2">{t("errors.alerts.link_unknown")}</p>
      </>
    );
  return (
    <ClientMessages of={["alerts.unsubscribe", "alerts.account"]}>
      <h1 className="text-title">{t("alerts.unsubscribe.title")}</h1>
      <p className="mt-2 text-ink-2">{t("alerts.unsubscribe.about")}</p>
      <Unsubscribe token={token} />
    </ClientMessages>
  );
}
