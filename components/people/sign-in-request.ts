import { plural } from "@/lib/platform/format";

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
export function signInProblem(code: string, provider: string | null): string {
  const theirs = provider ?? "the other service";
  const wait = Number(/^wait_(\d{1,5})$/.exec(code)?.[1]);
  if (wait)
    return `Too many attempts. Try again in ${wait <= 90 ? plural(wait, "second") : plural(Math.ceil(wait / 60), "minute")}.`;
  switch (code) {
    case "CredentialsSignin":
      return "The e-mail address or the password is wrong.";
    case "unavailable":
      return "Sign-in is not available at the moment. Try again in a minute.";
    case "unreachable":
      return "The server could not be reached. Check your connection, then try again.";
    case "csrf":
      return "This page was open for too long. Try again.";
    case "no_account":
      return `No account here has the address that ${theirs} gave us. Ask your school's admin to add you.`;
    case "email_unverified":
      return `We cannot match you to an account, because ${theirs} has not verified your e-mail address. Verify it there, or sign in with a password.`;
    case "linked_elsewhere":
      return `The account with your address belongs to another person at ${theirs}. Ask your school's admin.`;
    case "OAuthSignin":
    case "OAuthCallback":
    case "Callback":
      return `Signing in with ${theirs} failed; nothing was changed. Try again. If it keeps failing, tell your school's admin.`;
    default:
      return "Sign-in failed. Try again.";
  }
}
