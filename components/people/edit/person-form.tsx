"use client";

import { useRouter } from "next/navigation";
import { roles } from "@/lib/auth/scope";
import { addUserAction, changeUserAction } from "@/lib/domain/people/users/actions";
import type { UserRow } from "@/lib/domain/people/users/schema";
import { EditForm } from "../../ui/edit-form";
import { LinkButton } from "../../ui/link-button";
import { useLanguage } from "../../ui/use-language";

/** All fields of a person, or of a new one. */
export function PersonForm({
  person,
  own = false,
  schoolId,
}: {
  person: UserRow | null;
  /** Of a new person, from an admin of every school. */
  schoolId?: string | undefined;
  /** The reader's own: another admin changes their role and address. */
  own?: boolean;
}) {
  const { t } = useLanguage();
  const router = useRouter();
  const back = person ? `/people/${person.id}` : "/people";
  return (
    <EditForm
      start={person ?? { role: "student" }}
      fields={[
        [
          { name: "first_name", label: t("people.edit.first_name"), maxLength: 80 },
          { name: "last_name", label: t("people.edit.last_name"), maxLength: 80 },
        ],
        [
          { name: "name", label: t("people.edit.name"), hint: t("people.edit.name_hint"), maxLength: 160 },
          { name: "username", label: t("people.list.username"), maxLength: 80, spellCheck: false },
        ],
        [
          {
            name: "email",
            label: t("people.list.email"),
            hint: own ? t("people.edit.own_email") : undefined,
            type: "email",
            maxLength: 254,
            disabled: own,
          },
          {
            name: "role",
            label: t("people.list.role"),
            options: { of: roles.map((role) => [role, t(`people.role.${role}`)]) },
            disabled: own,
          },
        ],
        [
          {
            name: "external_id",
            label: t("people.list.external_id"),
            hint: t("people.edit.external_id_hint"),
            maxLength: 200,
            spellCheck: false,
          },
          { name: "address", label: t("people.list.address"), maxLength: 400 },
        ],
      ]}
      save={({ name, ...rest }, revision, { begun }) => {
        // A name that was not edited follows the first and last name.
        const values = name && name !== begun.name ? { ...rest, name } : rest;
        return person
          ? changeUserAction(person.id, { ...values, revision })
          : addUserAction({ ...values, school_id: schoolId });
      }}
      kept={t("people.edit.not_saved")}
      done={({ name }) => {
        router.push(back);
        return t("people.edit.saved", { name });
      }}
      className="mt-6 max-w-[680px] gap-4"
      actions={(save) => (
        <div className="flex gap-2">
          {save}
          <LinkButton look="quiet" href={back}>
            {t("ui.cancel")}
          </LinkButton>
        </div>
      )}
    />
  );
}
