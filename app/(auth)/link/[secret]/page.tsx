import type { Metadata } from "next";
import Link from "next/link";
import { AskMailForm } from "@/components/people/links/ask-mail-form";
import { ConfirmEmail } from "@/components/people/links/confirm-email";
import { PasswordLinkForm } from "@/components/people/links/password-link-form";
import { ClientMessages } from "@/components/shell/client-messages";
import { currentLanguage } from "@/lib/auth/language";
import { type AccountLink, linkWith } from "@/lib/domain/people/links/queries";

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await currentLanguage();
  // The address is a secret: no other site may learn it from a link.
  return { title: t("people.link_page.title"), referrer: "no-referrer", robots: { index: false } };
}
export const dynamic = "force-dynamic";

/** What a link of an account leads to. Opening the page uses nothing: only its button does. */
export default async function LinkPage({ params }: { params: Promise<{ secret: string }> }) {
  const [{ secret }, { t }] = await Promise.all([params, currentLanguage()]);
  const link = /^[\w-]{43}$/.test(secret) ? await linkWith(secret) : null;
  if (link?.state !== "open")
    return (
      <>
        <h1 className="text-title">{t("people.link_page.no_longer")}</h1>
        <p className="mt-2 text-ink-2">{t(`errors.account.link_${link?.state ?? "unknown"}`)}</p>
        <p className="mt-6">
          <Link href="/sign-in">{t("people.link_page.sign_in")}</Link>
        </p>
      </>
    );
  const values = {
    school: link.school_name ?? "Lectern",
    email: link.email ?? "",
    domain: link.domain ?? "",
  };
  return (
    <ClientMessages of={["people.link"]}>
      <h1 className="text-title">{t(`people.link_page.${link.purpose}`, values)}</h1>
      <p className="mt-2 text-ink-2">{t(`people.link_page.${link.purpose}_about`, values)}</p>
      <noscript>
        <p className="mt-3 text-ink-2">{t("people.sign_in.needs_script")}</p>
      </noscript>
      <LinkForm link={link} secret={secret} />
    </ClientMessages>
  );
}

function LinkForm({ link, secret }: { link: AccountLink; secret: string }) {
  if (link.purpose === "email") return <ConfirmEmail secret={secret} />;
  if (link.purpose === "open_invitation") return <AskMailForm secret={secret} />;
  return <PasswordLinkForm secret={secret} purpose={link.purpose} email={link.user_email ?? ""} />;
}
