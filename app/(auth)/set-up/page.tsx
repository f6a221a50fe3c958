import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SetUpForm } from "@/components/people/set-up-form";
import { ClientMessages } from "@/components/shell/client-messages";
import { currentLanguage } from "@/lib/auth/language";
import { setupNeeded } from "@/lib/auth/setup";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("people.set_up.page_title") };
}
// Whether an account exists is checked on every visit, never at build time.
export const dynamic = "force-dynamic";

export default async function SetUpPage() {
  if (!(await setupNeeded())) redirect("/sign-in");
  const { t } = await currentLanguage();
  return (
    <ClientMessages of={["people.set_up"]}>
      <h1 className="text-title">{t("people.set_up.title")}</h1>
      <p className="mt-1 text-ink-2">{t("people.set_up.about")}</p>
      <SetUpForm
        timeZones={["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")]}
      />
    </ClientMessages>
  );
}
