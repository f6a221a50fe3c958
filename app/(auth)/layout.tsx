import type { ReactNode } from "react";
import { PrivacyLink } from "@/components/schools/privacy-link";
import { SchoolStyle } from "@/components/schools/school-style";
import { Brand } from "@/components/ui/icon";
import { currentLanguage } from "@/lib/auth/language";
import { logoAddress, onlySchool } from "@/lib/auth/school";

/** One column: the logo, then the form. The school's own where the installation has but one. */
export default async function AuthLayout({ children }: { children: ReactNode }) {
  const [school, language] = await Promise.all([onlySchool(), currentLanguage()]);
  return (
    <main className="mx-auto max-w-[392px] px-4 pt-[12vh] pb-16 max-desk:pt-10">
      <SchoolStyle school={school} language={language} />
      <p className="mb-8 flex items-center gap-2 text-lead font-semibold tracking-[-.01em]">
        <Brand logo={logoAddress(school.id, school.logo_at)} school={school.name} />
      </p>
      {children}
      <PrivacyLink school={school} />
    </main>
  );
}
