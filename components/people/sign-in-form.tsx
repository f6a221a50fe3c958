"use client";

import Link from "next/link";
import { useState } from "react";
import { Button } from "../ui/button";
import { Form, FormError, InputField } from "../ui/form";
import { useLanguage } from "../ui/use-language";
import { requestSignIn, safePath, signInProblem } from "./sign-in-request";

type DemoAccount = { email: string; role: "admin" | "instructor" | "assistant" | "student" };

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
  const language = useLanguage();
  const { t } = language;
  const [problem, setProblem] = useState(error ? signInProblem(error, provider, language) : null);
  const [busy, setBusy] = useState<string | null>(null);

  async function enter(method: "password" | "demo" | "oidc", fields: Record<string, string>) {
    setBusy(fields.email ?? method);
    setProblem(null);
    const result = await requestSignIn(method, fields, safePath(then, window.location.origin));
    // A full page load, so that nothing on the page belongs to the person who was signed in before.
    if (result.ok) return window.location.assign(result.url);
    setProblem(signInProblem(result.code, provider, language));
    setBusy(null);
  }

  const submit = (given: FormData) =>
    void enter("password", { email: String(given.get("email")), password: String(given.get("password")) });

  return (
    <>
      <FormError className="mt-4">{problem}</FormError>
      {demo.length ? (
        <section aria-label={t("people.sign_in.demo_accounts")} className="mt-5">
          <p className="mb-3 text-ink-2">{t("people.sign_in.demo_about")}</p>
          <ul className="border-t border-line">
            {demo.map((account) => (
              <li key={account.email} className="border-b border-line">
                <button
                  type="button"
                  disabled={busy !== null}
                  onClick={() => enter("demo", { email: account.email })}
                  className="-mx-2 flex w-[calc(100%+16px)] items-baseline gap-2 rounded-md px-2 py-2.5 text-left hover:bg-hover disabled:text-ink-3"
                >
                  <b className="font-medium">{t(`people.sign_in.demo.${account.role}`)}</b>
                  <span className="text-small text-ink-2">{t(`people.sign_in.sees.${account.role}`)}</span>
                  <span className="ml-auto text-small text-ink-3" aria-live="polite">
                    {busy === account.email ? t("people.sign_in.signing_in") : ""}
                  </span>
                </button>
              </li>
            ))}
          </ul>
          <p className="mt-6 text-ink-2">{t("people.sign_in.or_password")}</p>
        </section>
      ) : null}
      <Form method="post" onGiven={submit} className="mt-4 gap-4">
        <InputField
          label={t("people.sign_in.email")}
          name="email"
          type="email"
          required
          maxLength={254}
          autoComplete="username"
          autoFocus={demo.length === 0}
        />
        <InputField
          label={t("people.sign_in.password")}
          name="password"
          type="password"
          required
          maxLength={1024}
          autoComplete="current-password"
        />
        <Button type="submit" look="primary" disabled={busy !== null} className="w-full">
          {t(
            busy !== null && busy !== "oidc" && !demo.some((account) => account.email === busy)
              ? "people.sign_in.signing_in"
              : "people.sign_in.title",
          )}
        </Button>
      </Form>
      <p className="mt-3 text-small">
        <Link href="/forgotten-password">{t("people.sign_in.forgotten")}</Link>
      </p>
      {provider ? (
        <div className="mt-6 border-t border-line pt-6">
          <Button disabled={busy !== null} onClick={() => enter("oidc", {})} className="w-full">
            {t("people.sign_in.with", { provider })}
          </Button>
        </div>
      ) : null}
    </>
  );
}
