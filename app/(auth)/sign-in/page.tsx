import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignInForm } from "@/components/people/sign-in-form";
import { ClientMessages } from "@/components/shell/client-messages";
import { currentLanguage } from "@/lib/auth/language";
import { oidcProvider } from "@/lib/auth/oidc";
import { currentScope } from "@/lib/auth/session";
import { setupNeeded } from "@/lib/auth/setup";
import { demoAccounts } from "@/lib/auth/sign-in";
import type { Search } from "@/lib/http/list-url";
import { env } from "@/lib/platform/env";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("people.sign_in.title") };
}
// It reads the database before the request, so it cannot be rendered at build time.
export const dynamic = "force-dynamic";

export default async function SignInPage({ searchParams }: { searchParams: Promise<Search> }) {
  if (await setupNeeded()) redirect("/set-up");
  if (await currentScope()) redirect("/");
  const { error, callbackUrl } = await searchParams;
  const { t } = await currentLanguage();
  return (
    <ClientMessages of={["people.sign_in"]}>
      <h1 className="text-title">{t("people.sign_in.title")}</h1>
      <noscript>
        <p className="mt-3 text-ink-2">{t("people.sign_in.needs_script")}</p>
      </noscript>
      <SignInForm
        provider={oidcProvider()?.name ?? null}
        demo={env().LECTERN_DEMO ? demoAccounts : []}
        error={typeof error === "string" ? error : null}
        then={typeof callbackUrl === "string" ? callbackUrl : null}
      />
    </ClientMessages>
  );
}
