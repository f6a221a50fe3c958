import type { Metadata } from "next";
import { PersonForm } from "@/components/people/edit/person-form";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { currentLanguage } from "@/lib/auth/language";
import { requireAdmin } from "@/lib/auth/session";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("people.edit.new_title") };
}

export default async function NewPersonPage() {
  const [, { t }] = await Promise.all([requireAdmin(), currentLanguage()]);
  const title = t("people.edit.new_title");
  return (
    <ClientMessages of={["people.edit", "people.list", "people.role"]}>
      <PageHead title={title} crumbs={[{ label: t("ui.people"), href: "/people" }, { label: title }]} />
      <PersonForm person={null} />
    </ClientMessages>
  );
}
