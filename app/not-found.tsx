import type { Metadata } from "next";
import { buttonClass } from "@/components/ui/button";
import { currentLanguage } from "@/lib/auth/language";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("shell.notices.not_found") };
}

export default async function NotFound() {
  const { t } = await currentLanguage();
  return (
    <main className="mx-auto max-w-[560px] px-4 pt-[18vh]">
      <h1 className="text-title">{t("shell.notices.not_found")}</h1>
      <p className="mt-2 mb-5 text-ink-2">{t("shell.notices.not_found_anywhere")}</p>
      {/* This page is bundled with every page: a plain link keeps the router's link out of it. */}
      <a href="/" className={buttonClass()}>
        {t("shell.notices.to_start")}
      </a>
    </main>
  );
}
