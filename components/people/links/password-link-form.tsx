"use client";

import { useState } from "react";
import { acceptInvitationAction, setPasswordAction } from "@/lib/domain/people/links/actions";
import { Button } from "../../ui/button";
import { Form, InputField } from "../../ui/form";
import { sameNames, useFormAction } from "../../ui/form-errors";
import { useLanguage } from "../../ui/use-language";
import { requestSignIn } from "../sign-in-request";

const fields = sameNames("name", "password");

/** Takes an invited account, or sets another password; then signs its person in. */
export function PasswordLinkForm({
  secret,
  purpose,
  email,
}: {
  secret: string;
  purpose: "invitation" | "password";
  email: string;
}) {
  const { t } = useLanguage();
  const [leaving, setLeaving] = useState(false);
  const { run, busy, errors } = useFormAction(
    async (given: { name: string; password: string }) => {
      const action = purpose === "invitation" ? acceptInvitationAction : setPasswordAction;
      const result = await action({ ...given, secret });
      if (!result.ok) return result;
      const credentials = { email: result.value.email, password: given.password };
      const signedIn = await requestSignIn("password", credentials, "/");
      return { ok: true as const, value: signedIn.ok ? signedIn.url : "/sign-in" };
    },
    {
      fields,
      kept: t("people.link.kept"),
      done: (address) => {
        setLeaving(true);
        window.location.assign(address);
        return undefined;
      },
    },
  );
  return (
    <Form
      errors={errors}
      method="post"
      onGiven={(given) =>
        run({ name: String(given.get("name") ?? ""), password: String(given.get("password")) })
      }
      className="mt-6 gap-4"
    >
      <InputField
        label={t("people.link.email")}
        name="email"
        type="email"
        defaultValue={email}
        readOnly
        autoComplete="username"
      />
      {purpose === "invitation" ? (
        <InputField
          label={t("people.link.name")}
          name="name"
          required
          maxLength={160}
          autoComplete="name"
          autoFocus
        />
      ) : null}
      <InputField
        label={t("people.link.password")}
        hint={t("people.link.password_hint")}
        name="password"
        type="password"
        required
        minLength={10}
        maxLength={200}
        autoComplete="new-password"
      />
      <Button type="submit" look="primary" disabled={busy || leaving} className="w-full">
        {t(busy || leaving ? "ui.saving" : `people.link.${purpose}_button`)}
      </Button>
    </Form>
  );
}
