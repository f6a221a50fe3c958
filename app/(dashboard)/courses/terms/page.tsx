import type { Metadata } from "next";
import { Terms } from "@/components/courses/terms";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { currentLanguage } from "@/lib/auth/language";
import { isAdmin } from "@/lib/auth/scope";
import { requireStaff } from "@/lib/auth/session";
import { termsMax } from "@/lib/domain/courses/classes/forms";
import { termList } from "@/lib/domain/courses/classes/queries";
import { dateFormat } from "@/lib/language/dates";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("courses.terms.title") };
}

export default async function TermsPage() {
  const scope = await requireStaff();
  const language = await currentLanguage();
  const { t } = language;
  const { items } = await termList(scope, { limit: termsMax, offset: 0 });
  const { dayRange } = dateFormat(language.code);
  return (
    <ClientMessages
      of={["courses.terms", "courses.classes", "courses.form", "courses.table", "courses.lessons"]}
    >
      <PageHead
        crumbs={[{ label: t("courses.list.title"), href: "/courses" }, { label: t("courses.terms.title") }]}
        title={t("courses.terms.title")}
        summary={t("courses.terms.about")}
      />
      <Terms
        terms={items.map((term) => ({ ...term, days: dayRange(term.starts_on, term.ends_on) }))}
        // A term belongs to one school: the installation's administrator makes it by the API, which names the school.
        canEdit={isAdmin(scope) && scope.school_id !== null}
      />
    </ClientMessages>
  );
}
