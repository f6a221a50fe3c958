import type { Language } from "@/lib/language/language";

/** How a sign-in ended: where to go, or a code that `signInProblem` puts into words. */
type SignInResult = { ok: true; url: string } | { ok: false; code: string };

/**
 * Asks next-auth (its REST interface) to sign in: with `password` or `demo` at once, with `oidc` the returned address is
 * the provider's.
 */
export async function requestSignIn(
  provider: "password" | "demo" | "oidc",
  fields: Record<string, string>,
  callbackUrl: string,
): Promise<SignInResult> {
  try {
    const csrf = await fetch("/api/auth/csrf", { cache: "no-store" });
    const { csrfToken } = (await csrf.json()) as { csrfToken: string };
    const step = provider === "oidc" ? "signin" : "callback";
    const answer = await fetch(`/api/auth/${step}/${provider}`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ ...fields, csrfToken, callbackUrl, json: "true" }),
    });
    const { url } = (await answer.json()) as { url: string };
    const { searchParams } = new URL(url, window.location.href);
    const code = searchParams.get("error") ?? (searchParams.has("csrf") ? "csrf" : null);
    // The provider's own address may contain any parameter; only our own answer reports an error.
    if (code && (step === "callback" || new URL(url, window.location.href).origin === window.location.origin))
      return { ok: false, code };
    return { ok: true, url };
  } catch {
    // No answer, or an answer that is not from Lectern: the network failed or a proxy answered.
    return { ok: false, code: "unreachable" };
  }
}

/** A path on this site to go to after signing in; anything else becomes the start page. */
export function safePath(then: string | null, origin: string): string {
  if (!then || !URL.canParse(then, origin)) return "/";
  const url = new URL(then, origin);
  return url.origin === origin ? `${url.pathname}${url.search}${url.hash}` : "/";
}

/** What an error code means and what to do; unknown codes (anybody can edit the address bar) get a general sentence. */
export function signInProblem(code: string, name: string | null, { t }: Language): string {
  const provider = name ?? "none";
  const wait = Number(/^wait_(\d{1,5})$/.exec(code)?.[1]);
  if (wait)
    return wait <= 90
      ? t("people.sign_in.wait_seconds", { count: wait })
      : t("people.sign_in.wait_minutes", { count: Math.ceil(wait / 60) });
  switch (code) {
    case "CredentialsSignin":
      return t("people.sign_in.wrong");
    case "unavailable":
      return t("people.sign_in.unavailable");
    case "unreachable":
      return t("people.sign_in.unreachable");
    case "csrf":
      return t("people.sign_in.open_too_long");
    case "no_account":
      return t("people.sign_in.no_account", { provider });
    case "email_unverified":
      return t("people.sign_in.unverified", { provider });
    case "linked_elsewhere":
      return t("people.sign_in.linked_elsewhere", { provider });
    case "OAuthSignin":
    case "OAuthCallback":
    case "Callback":
      return t("people.sign_in.provider_failed", { provider });
    default:
      return t("people.sign_in.failed");
  }
}
