import type { Metadata } from "next";
import { Unsubscribe } from "@/components/alerts/unsubscribe";
import { ClientMessages } from "@/components/shell/client-messages";
import { currentLanguage } from "@/lib/auth/language";
import { mailOfToken } from "@/lib/auth/unsubscribe";

type Props = { params: Promise<{ token: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ token }, { t }] = await Promise.all([params, currentLanguage()]);
  return {
    title: t("alerts.unsubscribe.title", { mail: mailOfToken(token)?.mail ?? "alerts" }),
    referrer: "no-referrer",
    robots: { index: false },
  };
}
export const dynamic = "force-dynamic";

/** Where the link of a mail with alerts or of a digest leads, without a sign-in. Opening the page changes nothing: only its button does. */
export default async function UnsubscribePage({ params }: Props) {
  const [{ token }, { t }] = await Promise.all([params, currentLanguage()]);
  const ended = mailOfToken(token);
  if (!ended)
    return (
      <>
        <h1 className="text-title">{t("alerts.unsubscribe.invalid")}</h1>
        <p className="mt-2 text-ink-2">{t("errors.alerts.link_unknown")}</p>
      </>
    );
  return (
    <ClientMessages of={["alerts.unsubscribe", "alerts.account"]}>
      <h1 className="text-title">{t("alerts.unsubscribe.title", { mail: ended.mail })}</h1>
      <p className="mt-2 text-ink-2">{t("alerts.unsubscribe.about")}</p>
      <Unsubscribe token={token} mail={ended.mail} />
    </ClientMessages>
  );
}
