"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { roles } from "@/lib/auth/scope";
import { addUserAction, changeUserAction } from "@/lib/domain/people/users/actions";
import type { UserRow } from "@/lib/domain/people/users/schema";
import { Button } from "../../ui/button";
import { Conflict } from "../../ui/conflict";
import { FieldRow, Form, InputField, SelectField } from "../../ui/form";
import { sameNames, useFormAction } from "../../ui/form-errors";
import { Options } from "../../ui/input";
import { LinkButton } from "../../ui/link-button";
import { useLanguage } from "../../ui/use-language";

const names = [
  "first_name",
  "last_name",
  "name",
  "username",
  "email",
  "external_id",
  "role",
  "address",
] as const;
type Values = Record<(typeof names)[number], string>;
const fields = sameNames(...names);

const valuesOf = (row: Record<string, unknown> | null): Values =>
  Object.fromEntries(names.map((name) => [name, String(row?.[name] ?? "")])) as Values;

/** All fields of a person, or of a new one. An edit that somebody else's came before is shown beside theirs. */
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
  const [base, setBase] = useState({ values: valuesOf(person), revision: person?.revision });
  const [given, setGiven] = useState(base.values);
  const { run, busy, errors, current } = useFormAction(
    (values: Partial<Values>, revision: number | undefined) =>
      person
        ? changeUserAction(person.id, { ...values, revision })
        : addUserAction({ ...values, school_id: schoolId }),
    {
      fields,
      kept: t("people.edit.not_saved"),
      done: ({ name }) => {
        router.push(person ? `/people/${person.id}` : "/people");
        return t("people.edit.saved", { name });
      },
    },
  );
  const theirs = current && current.revision !== base.revision ? current : null;
  const labels: Values = {
    first_name: t("people.edit.first_name"),
    last_name: t("people.edit.last_name"),
    name: t("people.edit.name"),
    username: t("people.list.username"),
    email: t("people.list.email"),
    external_id: t("people.list.external_id"),
    role: t("people.list.role"),
    address: t("people.list.address"),
  };
  const roleName = (role: string) => t(`people.role.${roles.find((one) => one === role) ?? "student"}`);
  const save = (values: Values, revision = base.revision) => {
    setGiven(values);
    // A name that was not edited follows the first and last name.
    const { name, ...rest } = values;
    const renamed = name !== base.values.name;
    run(renamed && name ? { ...rest, name } : rest, revision);
  };
  return (
    <Form
      key={base.revision}
      errors={theirs ? undefined : errors}
      onGiven={(form) =>
        save({ ...base.values, ...Object.fromEntries([...form].map(([key, value]) => [key, String(value)])) })
      }
      className="mt-6 max-w-[680px] gap-4"
    >
      {theirs ? (
        <Conflict
          lines={names.map((name) => ({
            label: labels[name],
            saved: name === "role" ? roleName(String(theirs.role)) : String(theirs[name] ?? ""),
            yours: name === "role" ? roleName(given.role) : given[name],
          }))}
          busy={busy}
          onMine={() => save(given, Number(theirs.revision))}
          onTheirs={() => setBase({ values: valuesOf(theirs), revision: Number(theirs.revision) })}
        />
      ) : null}
      <FieldRow>
        {(["first_name", "last_name"] as const).map((name) => (
          <InputField
            key={name}
            label={labels[name]}
            name={name}
            defaultValue={base.values[name]}
            maxLength={80}
          />
        ))}
      </FieldRow>
      <FieldRow>
        <InputField
          label={labels.name}
          hint={t("people.edit.name_hint")}
          name="name"
          defaultValue={base.values.name}
          maxLength={160}
        />
        <InputField
          label={labels.username}
          name="username"
          defaultValue={base.values.username}
          maxLength={80}
          spellCheck={false}
        />
      </FieldRow>
      <FieldRow>
        <InputField
          label={labels.email}
          hint={own ? t("people.edit.own_email") : undefined}
          name="email"
          type="email"
          defaultValue={base.values.email}
          maxLength={254}
          disabled={own}
        />
        <SelectField
          label={labels.role}
          name="role"
          defaultValue={base.values.role || "student"}
          disabled={own}
        >
          <Options of={roles.map((role) => [role, t(`people.role.${role}`)])} />
        </SelectField>
      </FieldRow>
      <FieldRow>
        <InputField
          label={labels.external_id}
          hint={t("people.edit.external_id_hint")}
          name="external_id"
          defaultValue={base.values.external_id}
          maxLength={200}
          spellCheck={false}
        />
        <InputField
          label={labels.address}
          name="address"
          defaultValue={base.values.address}
          maxLength={400}
        />
      </FieldRow>
      <div className="flex gap-2">
        <Button type="submit" look="primary" disabled={busy}>
          {t(busy ? "ui.saving" : "ui.save")}
        </Button>
        <LinkButton look="quiet" href={person ? `/people/${person.id}` : "/people"}>
          {t("ui.cancel")}
        </LinkButton>
      </div>
    </Form>
  );
}
