import type { Metadata } from "next";
import { reached } from "@/app/reached";
import { DataExports } from "@/components/people/data-exports";
import { AccountActions } from "@/components/people/edit/account-actions";
import { ErasePerson } from "@/components/people/edit/erase-person";
import { PersonForm } from "@/components/people/edit/person-form";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { currentLanguage } from "@/lib/auth/language";
import { ownSchool } from "@/lib/auth/school";
import { requireAdmin } from "@/lib/auth/session";
import { userOf } from "@/lib/domain/people/users/queries";
import { beforeErasure, exportsOf, reachOwner } from "@/lib/domain/privacy/queries";
import { canMail } from "@/lib/integrations/mail/mail";
import { shownExports } from "../../shown-exports";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("people.edit.title") };
}

export default async function EditPersonPage({ params }: { params: Promise<{ userId: string }> }) {
  const [scope, { userId }, language] = await Promise.all([requireAdmin(), params, currentLanguage()]);
  const { t } = language;
  const person = await reached(userOf(scope, userId));
  const [exports, { time_zone }, erasure] = await Promise.all([
    exportsOf(scope, person.id, new Date()),
    ownSchool(scope),
    reachOwner(scope, person.id).then(beforeErasure),
  ]);
  const own = person.id === scope.user_id;
  return (
    <ClientMessages
      of={[
        "people.edit",
        "people.list",
        "people.role",
        "people.actions",
        "people.selection",
        "people.account",
        "people.invite",
        "people.data",
        "people.erase",
        "ui.file",
      ]}
    >
      <PageHead
        title={person.name}
        crumbs={[
          { label: t("ui.people"), href: "/people" },
          { label: person.name, href: `/people/${person.id}` },
          { label: t("ui.edit") },
        ]}
        meta={[t(`people.role.${person.role}`), t(`people.state.${person.state}`)]}
      />
      <PersonForm person={person} own={own} />
      {own ? null : <AccountActions person={person} mail={canMail()} />}
      <DataExports userId={person.id} own={own} exports={shownExports(exports, time_zone, language)} />
      {own ? null : <ErasePerson person={{ id: person.id, name: person.name }} {...erasure} />}
    </ClientMessages>
  );
}
