import type { Metadata } from "next";
import Link from "next/link";
import { AskMailForm } from "@/components/people/links/ask-mail-form";
import { ClientMessages } from "@/components/shell/client-messages";
import { currentLanguage } from "@/lib/auth/language";
import { canMail } from "@/lib/integrations/mail/mail";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("people.forgotten.title") };
}
export const dynamic = "force-dynamic";

export default async function ForgottenPasswordPage() {
  const { t } = await currentLanguage();
  const mail = canMail();
  return (
    <ClientMessages of={["people.link"]}>
      <h1 className="text-title">{t("people.forgotten.title")}</h1>
      <p className="mt-2 text-ink-2">{t(mail ? "people.forgotten.about" : "people.forgotten.no_mail")}</p>
      {mail ? <AskMailForm /> : null}
      <p className="mt-6">
        <Link href="/sign-in">{t("people.link_page.sign_in")}</Link>
      </p>
    </ClientMessages>
  );
}
