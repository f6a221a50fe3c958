"use client";

import { useState } from "react";
import { changeOwnAction } from "@/lib/domain/people/users/actions";
import type { UserRow } from "@/lib/domain/people/users/schema";
import { Button } from "../ui/button";
import { FieldRow, Form, InputField } from "../ui/form";
import { sameNames, useFormAction } from "../ui/form-errors";
import { requestRoute } from "../ui/use-action";
import { useLanguage } from "../ui/use-language";

const profileFields = sameNames("name", "first_name", "last_name", "username", "address");
const emailFields = sameNames("email", "password");

/** The reader's own name, username and postal address. */
export function ProfileForm({ person }: { person: UserRow }) {
  const { t } = useLanguage();
  const { run, busy, errors } = useFormAction(changeOwnAction, {
    fields: profileFields,
    kept: t("people.edit.not_saved"),
    done: ({ name }) => t("people.edit.saved", { name }),
  });
  return (
    <Form
      errors={errors}
      onGiven={(given) =>
        run({
          ...Object.fromEntries([...given].map(([key, value]) => [key, String(value)])),
          // A name that was not edited follows the first and last name.
          name:
            given.get("name") === person.name || !given.get("name") ? undefined : String(given.get("name")),
          revision: person.revision,
        })
      }
      className="max-w-[680px] gap-4"
    >
      <FieldRow>
        <InputField
          label={t("people.edit.first_name")}
          name="first_name"
          defaultValue={person.first_name ?? ""}
          maxLength={80}
          autoComplete="given-name"
        />
        <InputField
          label={t("people.edit.last_name")}
          name="last_name"
          defaultValue={person.last_name ?? ""}
          maxLength={80}
          autoComplete="family-name"
        />
      </FieldRow>
      <FieldRow>
        <InputField
          label={t("people.edit.name")}
          hint={t("people.edit.name_hint")}
          name="name"
          defaultValue={person.name}
          maxLength={160}
          autoComplete="name"
        />
        <InputField
          label={t("people.list.username")}
          name="username"
          defaultValue={person.username ?? ""}
          maxLength={80}
          spellCheck={false}
        />
      </FieldRow>
      <InputField
        label={t("people.list.address")}
        name="address"
        defaultValue={person.address ?? ""}
        maxLength={400}
        autoComplete="street-address"
      />
      <div>
        <Button type="submit" disabled={busy}>
          {t(busy ? "ui.saving" : "ui.save")}
        </Button>
      </div>
    </Form>
  );
}

/** Asks for another address: it counts once the link that is sent there is used. */
export function EmailForm() {
  const { t } = useLanguage();
  const [sentTo, setSentTo] = useState<string | null>(null);
  const { run, busy, errors } = useFormAction(
    (given: { email: string; password: string }) =>
      requestRoute<null>("/api/account/email", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(given),
      }),
    {
      fields: emailFields,
      kept: t("people.account.email_unchanged"),
      done: (_, { email }) => {
        setSentTo(email);
        return undefined;
      },
    },
  );
  if (sentTo) return <p role="status">{t("people.account.email_sent", { email: sentTo })}</p>;
  return (
    <Form
      errors={errors}
      method="post"
      onGiven={(given) => run({ email: String(given.get("email")), password: String(given.get("password")) })}
      className="max-w-[400px] gap-4"
    >
      <InputField
        label={t("people.account.new_email")}
        hint={t("people.account.new_email_hint")}
        name="email"
        type="email"
        required
        maxLength={254}
        autoComplete="email"
      />
      <InputField
        label={t("people.account.password")}
        name="password"
        type="password"
        required
        maxLength={1024}
        autoComplete="current-password"
      />
      <div>
        <Button type="submit" disabled={busy}>
          {t("people.account.change_email")}
        </Button>
      </div>
    </Form>
  );
}
