"use client";

import { useState } from "react";
import { Button } from "../../ui/button";
import { Form, InputField } from "../../ui/form";
import { sameNames, useFormAction } from "../../ui/form-errors";
import { requestRoute } from "../../ui/use-action";
import { useLanguage } from "../../ui/use-language";

const fields = sameNames("email");

/** Asks for a link by mail: to set another password, or with the secret of an open invitation to join. */
export function AskMailForm({ secret }: { secret?: string }) {
  const { t } = useLanguage();
  const [sentTo, setSentTo] = useState<string | null>(null);
  const path = secret ? "/api/auth/join" : "/api/auth/forgotten-password";
  const { run, busy, errors } = useFormAction(
    (email: string) =>
      requestRoute<null>(path, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ email, secret }),
      }),
    {
      fields,
      kept: t("people.link.kept"),
      done: (_, email) => {
        setSentTo(email);
        return undefined;
      },
    },
  );
  if (sentTo)
    return (
      <p role="status" className="mt-6">
        {t(secret ? "people.link.joined" : "people.link.asked", { email: sentTo })}
      </p>
    );
  return (
    <Form
      errors={errors}
      method="post"
      onGiven={(given) => run(String(given.get("email")))}
      className="mt-6 gap-4"
    >
      <InputField
        label={t("people.link.email")}
        name="email"
        type="email"
        required
        maxLength={254}
        autoComplete="username"
        autoFocus
      />
      <Button type="submit" look="primary" disabled={busy} className="w-full">
        {t("people.link.send_button")}
      </Button>
    </Form>
  );
}
