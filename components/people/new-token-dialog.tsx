"use client";

import { type RefObject, useState } from "react";
import { tokenScopes } from "@/lib/auth/token-scopes";
import { createApiTokenAction } from "@/lib/domain/people/actions";
import type { CreatedApiToken } from "@/lib/domain/people/schema";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { CopyButton } from "../ui/copy-button";
import Dialog from "../ui/dialog";
import { Form, InputField, SelectField } from "../ui/form";
import { sameNames, useFormAction } from "../ui/form-errors";
import { Options } from "../ui/input";
import { useLanguage } from "../ui/use-language";
import { tokenScopeWords } from "./token-scope-words";

/** In days. */
const lifetimes = [7, 30, 90, 365] as const;

const fields = sameNames("name", "scopes", "expires_in_days", "password");

/** Creates a token, then shows its text once. */
export default function NewTokenDialog({
  onClose,
  returnTo,
  address,
}: {
  onClose: () => void;
  returnTo: RefObject<HTMLElement | null>;
  /** This site's, for the example. */
  address: string;
}) {
  const { t } = useLanguage();
  const [created, setCreated] = useState<CreatedApiToken | null>(null);
  /** The sign-in is too long ago: the server asks for the password again. */
  const [again, setAgain] = useState(false);
  const { run, busy, errors } = useFormAction(createApiTokenAction, {
    fields,
    kept: t("people.tokens.not_created"),
    done: (token) => {
      setCreated(token);
      return undefined;
    },
  });
  if (errors.fields.password && !again) setAgain(true);

  return (
    <Dialog
      onClose={onClose}
      title={t(created ? "people.tokens.copy_now" : "people.tokens.new_title")}
      description={t(created ? "people.tokens.copy_now_about" : "people.tokens.new_about")}
      returnTo={returnTo}
      width={520}
    >
      {created ? (
        <div className="mt-4 grid gap-4">
          <p
            className="overflow-x-auto rounded-md bg-sunk p-3 font-mono text-small text-ink"
            data-testid="token"
          >
            {created.token}
          </p>
          <pre className="overflow-auto rounded-md bg-sunk p-3 font-mono text-axis leading-[18px]">
            {`curl -H "Authorization: Bearer ${created.token}" \\\n  ${address}/api/admin/analytics/videos`}
          </pre>
          <div className="flex justify-end gap-2">
            <CopyButton text={created.token} look="primary">
              {t("people.tokens.copy")}
            </CopyButton>
            <Button onClick={onClose}>{t("people.tokens.done")}</Button>
          </div>
        </div>
      ) : (
        <Form
          errors={errors}
          onGiven={(given) =>
            run({
              name: String(given.get("name")),
              scopes: given.getAll("scopes").map(String),
              expires_in_days: Number(given.get("expires_in_days")),
              password: given.get("password") ?? undefined,
            })
          }
          className="mt-4 gap-4"
        >
          <InputField
            label={t("ui.name")}
            hint={t("people.tokens.name_hint")}
            name="name"
            required
            maxLength={80}
            autoFocus
          />
          <fieldset>
            <legend className="mb-1 text-small font-medium text-ink">{t("people.tokens.permissions")}</legend>
            <div className="grid gap-1">
              {tokenScopes.map((scope) => (
                <Checkbox key={scope} name="scopes" value={scope} defaultChecked={scope === "read"}>
                  <span>
                    {t.rich(`people.tokens.allow.${tokenScopeWords[scope]}`, {
                      b: (text) => <span className="text-ink">{text}</span>,
                    })}
                  </span>
                </Checkbox>
              ))}
            </div>
            {errors.fields.scopes ? <p className="mt-1 text-small text-bad">{errors.fields.scopes}</p> : null}
          </fieldset>
          <SelectField label={t("people.tokens.expires_after")} name="expires_in_days" defaultValue={90}>
            <Options of={lifetimes.map((days) => [days, t(`people.tokens.lifetimes.days_${days}`)])} />
          </SelectField>
          {again ? (
            <InputField
              label={t("people.tokens.password")}
              name="password"
              type="password"
              required
              maxLength={1024}
              autoComplete="current-password"
            />
          ) : null}
          <div className="flex justify-end gap-2">
            <Button look="quiet" onClick={onClose}>
              {t("ui.cancel")}
            </Button>
            <Button type="submit" look="primary" disabled={busy}>
              {t(busy ? "people.tokens.creating" : "people.tokens.create")}
            </Button>
          </div>
        </Form>
      )}
    </Dialog>
  );
}
