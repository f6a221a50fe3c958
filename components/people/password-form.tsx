"use client";

import { changePasswordAction } from "@/lib/domain/people/actions";
import { Button } from "../ui/button";
import { Form, InputField } from "../ui/form";
import { sameNames, useFormAction } from "../ui/form-errors";
import { useLanguage } from "../ui/use-language";

const fields = sameNames("current_password", "new_password");

/** Changes the reader's password, and sends them to sign in with it. */
export function PasswordForm() {
  const { t } = useLanguage();
  const { run, busy, errors } = useFormAction(changePasswordAction, {
    fields,
    kept: t("people.account.password_unchanged"),
    done: () => {
      window.location.assign("/sign-in");
      return undefined;
    },
  });
  return (
    <Form
      errors={errors}
      method="post"
      onGiven={(given) =>
        run({ current_password: given.get("current_password"), new_password: given.get("new_password") })
      }
      className="max-w-[400px] gap-4"
    >
      <InputField
        label={t("people.account.current_password")}
        name="current_password"
        type="password"
        required
        maxLength={1024}
        autoComplete="current-password"
      />
      <InputField
        label={t("people.account.new_password")}
        hint={t("people.account.password_length")}
        name="new_password"
        type="password"
        required
        minLength={10}
        maxLength={200}
        autoComplete="new-password"
      />
      <div>
        <Button type="submit" disabled={busy}>
          {t(busy ? "people.account.changing" : "people.account.change_password")}
        </Button>
      </div>
    </Form>
  );
}
