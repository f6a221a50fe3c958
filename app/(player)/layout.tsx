import Link from "next/link";
import type { ReactNode } from "react";
import { PrivacyLink } from "@/components/schools/privacy-link";
import { SchoolStyle } from "@/components/schools/school-style";
import { Brand } from "@/components/ui/icon";
import { LinkButton } from "@/components/ui/link-button";
import { currentLanguage } from "@/lib/auth/language";
import { logoAddress, shownSchool } from "@/lib/auth/school";
import { currentScope } from "@/lib/auth/session";

/** The layout of the demo player: no sidebar, as on a course page. */
export default async function PlayerLayout({ children }: { children: ReactNode }) {
  const [scope, language] = await Promise.all([currentScope(), currentLanguage()]);
  const school = await shownSchool(scope);
  const { t } = language;
  return (
    <div className="mx-auto max-w-[calc(var(--content)+2*var(--gutter))] px-(--gutter) pb-18 max-sidebar:px-8 max-desk:px-4 max-sidebar:pb-12">
      <SchoolStyle school={school} language={language} />
      <header className="flex h-14 items-center justify-between gap-4 print:hidden">
        <Link
          href="/"
          className="-ml-2 flex h-8 items-center gap-2 rounded-md px-2 text-lead font-semibold tracking-[-.01em] text-ink hover:text-ink hover:no-underline"
        >
          <Brand logo={logoAddress(school.id, school.logo_at)} school={school.name} />
        </Link>
        {scope ? (
          <p className="min-w-0 truncate text-small text-ink-2">{scope.name}</p>
        ) : (
          <LinkButton look="quiet" href="/sign-in">
            {t("player.pages.sign_in")}
          </LinkButton>
        )}
      </header>
      <main className="@container/page">
        {children}
        <PrivacyLink school={school} />
      </main>
    </div>
  );
}
