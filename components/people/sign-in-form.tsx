"use client";

import { useState } from "react";
import { Button } from "../ui/button";
import { Form, FormError, InputField } from "../ui/form";
import { requestSignIn, safePath, signInProblem } from "./sign-in-request";

type DemoAccount = { email: string; label: string; sees: string };

/** E-mail and password; above them the demo's accounts, below them the school's own sign-in, if it has one. */
export function SignInForm({
  provider,
  demo,
  error,
  then,
}: {
  /** What people call the OpenID Connect provider; null when there is none. */
  provider: string | null;
  demo: readonly DemoAccount[];
  /** The error code that the provider's sign-in returned. */
  error: string | null;
  /** Where the reader wanted to go. */
  then: string | null;
}) {
  const [problem, setProblem] = useState(error ? signInProblem(error, provider) : null);
  const [busy, setBusy] = useState<string | null>(null);

  async function enter(method: "password" | "demo" | "oidc", fields: Record<string, string>) {
    setBusy(fields.email ?? method);
    setProblem(null);
    const result = await requestSignIn(method, fields, safePath(then, window.location.origin));
    // A full page load, so that nothing on the page belongs to the person who was signed in before.
    if (result.ok) return window.location.assign(result.url);
    setProblem(signInProblem(result.code, provider));
    setBusy(null);
  }

  const submit = (given: FormData) =>
    void enter("password", { email: String(given.get("email")), password: String(given.get("password")) });

  return (
    <>
      <FormError className="mt-4">{problem}</FormError>
      {demo.length ? (
        <section aria-label="Demo accounts" className="mt-5">
          <p className="mb-3 text-ink-2">This is the demo school. Sign in as</p>
          <ul className="border-t border-line">
            {demo.map((account) => (
              <li key={account.email} className="border-b border-line">
                <button
                  type="button"
                  disabled={busy !== null}
                  onClick={() => enter("demo", { email: account.email })}
                  className="-mx-2 flex w-[calc(100%+16px)] items-baseline gap-2 rounded-md px-2 py-2.5 text-left hover:bg-hover disabled:text-ink-3"
                >
                  <b className="font-medium">{account.label}</b>
                  <span className="text-small text-ink-2">sees {account.sees}</span>
                  <span className="ml-auto text-small text-ink-3" aria-live="polite">
                    {busy === account.email ? "Signing in" : ""}
                  </span>
                </button>
              </li>
            ))}
          </ul>
          <p className="mt-6 text-ink-2">or use the password shown in the terminal</p>
        </section>
      ) : null}
      <Form method="post" onGiven={submit} className="mt-4 gap-4">
        <InputField
          label="E-mail"
          name="email"
          type="email"
          required
          maxLength={254}
          autoComplete="username"
          autoFocus={demo.length === 0}
        />
        <InputField
          label="Password"
          name="password"
          type="password"
          required
          maxLength={1024}
          autoComplete="current-password"
        />
        <Button type="submit" look="primary" disabled={busy !== null} className="w-full">
          {busy !== null && busy !== "oidc" && !demo.some((account) => account.email === busy)
            ? "Signing in"
            : "Sign in"}
        </Button>
      </Form>
      {provider ? (
        <div className="mt-6 border-t border-line pt-6">
          <Button disabled={busy !== null} onClick={() => enter("oidc", {})} className="w-full">
            Sign in with {provider}
          </Button>
        </div>
      ) : null}
    </>
  );
}
