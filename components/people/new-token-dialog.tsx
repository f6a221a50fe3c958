"use client";

import { type FormEvent, type RefObject, useState, useTransition } from "react";
import { createApiTokenAction } from "@/lib/domain/people/actions";
import { type CreatedApiToken, tokenScopes } from "@/lib/domain/people/schema";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { CopyButton } from "../ui/copy-button";
import Dialog from "../ui/dialog";
import { Field, Input, Select } from "../ui/input";
import { tokenScopeWords } from "./token-scope-words";

const lifetimes = [
  [7, "a week"],
  [30, "a month"],
  [90, "three months"],
  [365, "a year"],
] as const;

/** Makes a token, then shows its text: the only time that it can be read. */
export default function NewTokenDialog({
  open,
  onOpenChange,
  returnTo,
  address,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  returnTo: RefObject<HTMLElement | null>;
  /** Of this site, for the example. */
  address: string;
}) {
  const [created, setCreated] = useState<CreatedApiToken | null>(null);
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, start] = useTransition();

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const input = {
      name: String(form.get("name")),
      scopes: form.getAll("scopes").map(String),
      expires_in_days: Number(form.get("expires_in_days")),
    };
    start(async () => {
      setProblem(null);
      setWrong({});
      try {
        const result = await createApiTokenAction(input);
        if (result.ok) return setCreated(result.value);
        const errors = result.problem.errors ?? [];
        setWrong(Object.fromEntries(errors.map(({ path, message }) => [path, message])));
        if (!errors.length) setProblem(result.problem.detail);
      } catch {
        setProblem("The server could not be reached. No token was made that you could use: try again.");
      }
    });
  }

  function change(now: boolean) {
    // What was shown once is gone with the dialog.
    if (!now) setCreated(null);
    onOpenChange(now);
  }

  return (
    <Dialog
      open={open}
      onOpenChange={change}
      title={created ? "Copy the token now" : "New API token"}
      description={
        created
          ? "It is shown this once; only a fingerprint of it is kept."
          : "It can do no more than you can, and only what you allow it here."
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
              Copy the token
            </CopyButton>
            <Button onClick={() => change(false)}>Done</Button>
          </div>
        </div>
      ) : (
        <form onSubmit={submit} className="mt-4 grid gap-4">
          {problem ? (
            <p role="alert" className="text-bad">
              {problem}
            </p>
          ) : null}
          <Field label="Name" hint="What will use it, for instance: nightly export" error={wrong.name}>
            {(ids) => <Input {...ids} name="name" required maxLength={80} autoComplete="off" autoFocus />}
          </Field>
          <fieldset>
            <legend className="mb-1 text-small font-medium text-ink">It may</legend>
            <div className="grid gap-1">
              {tokenScopes.map((scope) => (
                <Checkbox key={scope} name="scopes" value={scope} defaultChecked={scope === "read"}>
                  <span>
                    <span className="text-ink">{tokenScopeWords[scope].label}</span>{" "}
                    {tokenScopeWords[scope].detail}
                  </span>
                </Checkbox>
              ))}
            </div>
            {wrong.scopes ? <p className="mt-1 text-small text-bad">{wrong.scopes}</p> : null}
          </fieldset>
          <Field label="It works for" error={wrong.expires_in_days}>
            {(ids) => (
              <Select {...ids} name="expires_in_days" defaultValue={90}>
                {lifetimes.map(([days, words]) => (
                  <option key={days} value={days}>
                    {words}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <div className="flex justify-end gap-2">
            <Button look="quiet" onClick={() => change(false)}>
              Cancel
            </Button>
            <Button type="submit" look="primary" disabled={busy}>
              {busy ? "Making it" : "Make the token"}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
