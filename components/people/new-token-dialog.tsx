"use client";

import { type RefObject, useState } from "react";
import { createApiTokenAction } from "@/lib/domain/people/actions";
import type { CreatedApiToken } from "@/lib/domain/people/schema";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { CopyButton } from "../ui/copy-button";
import Dialog from "../ui/dialog";
import { Form, InputField, SelectField } from "../ui/form";
import { sameNames, useFormAction } from "../ui/form-errors";
import { Options } from "../ui/input";
import { tokenScopeWords } from "./token-scope-words";

const lifetimes = [
  [7, "1 week"],
  [30, "30 days"],
  [90, "90 days"],
  [365, "1 year"],
] as const;

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
  const [created, setCreated] = useState<CreatedApiToken | null>(null);
  /** The sign-in is too long ago: the server asks for the password again. */
  const [again, setAgain] = useState(false);
  const { run, busy, errors } = useFormAction(createApiTokenAction, {
    fields,
    kept: "No token was created",
    done: (token) => {
      setCreated(token);
      return undefined;
    },
  });
  if (errors.fields.password && !again) setAgain(true);

  return (
    <Dialog
      onClose={onClose}
      title={created ? "Copy the token now" : "New API token"}
      description={
        created
          ? "You can see it only now: Lectern stores a fingerprint, not the token."
          : "A token can do what you can do, limited to what you choose here."
      }
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
              Copy token
            </CopyButton>
            <Button onClick={onClose}>Done</Button>
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
            label="Name"
            hint="What will use it, for example: nightly export"
            name="name"
            required
            maxLength={80}
            autoFocus
          />
          <fieldset>
            <legend className="mb-1 text-small font-medium text-ink">Permissions</legend>
            <div className="grid gap-1">
              {Object.entries(tokenScopeWords).map(([scope, { label, detail }]) => (
                <Checkbox key={scope} name="scopes" value={scope} defaultChecked={scope === "read"}>
                  <span>
                    <span className="text-ink">{label}</span> {detail}
                  </span>
                </Checkbox>
              ))}
            </div>
            {errors.fields.scopes ? <p className="mt-1 text-small text-bad">{errors.fields.scopes}</p> : null}
          </fieldset>
          <SelectField label="Expires after" name="expires_in_days" defaultValue={90}>
            <Options of={lifetimes} />
          </SelectField>
          {again ? (
            <InputField
              label="Password"
              name="password"
              type="password"
              required
              maxLength={1024}
              autoComplete="current-password"
            />
          ) : null}
          <div className="flex justify-end gap-2">
            <Button look="quiet" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" look="primary" disabled={busy}>
              {busy ? "Creating" : "Create token"}
            </Button>
          </div>
        </Form>
      )}
    </Dialog>
  );
}
