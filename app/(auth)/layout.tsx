import type { ReactNode } from "react";
import { PrivacyLink } from "@/components/schools/privacy-link";
import { SchoolAccent } from "@/components/schools/school-accent";
import { Brand } from "@/components/ui/icon";
import { logoAddress, onlySchool } from "@/lib/auth/school";

/** One column: the logo, then the form. The school's own where the installation has but one. */
export default async function AuthLayout({ children }: { children: ReactNode }) {
  const school = await onlySchool();
  return (
    <main className="mx-auto max-w-[392px] px-4 pt-[12vh] pb-16 max-desk:pt-10">
      <SchoolAccent accent={school.accent} />
      <p className="mb-8 flex items-center gap-2 text-lead font-semibold tracking-[-.01em]">
        <Brand logo={logoAddress(school.id, school.logo_at)} school={school.name} />
      </p>
      {children}
      <PrivacyLink school={school} />
    </main>
  );
}
