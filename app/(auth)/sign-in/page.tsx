import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignInForm } from "@/components/people/sign-in-form";
import { oidcProvider } from "@/lib/auth/oidc";
import { currentScope } from "@/lib/auth/session";
import { setupNeeded } from "@/lib/auth/setup";
import { demoAccounts } from "@/lib/auth/sign-in";
import type { Search } from "@/lib/http/list-url";
import { env } from "@/lib/platform/env";

export const metadata: Metadata = { title: "Sign in" };
// It reads the database before the request, so it cannot be rendered at build time.
export const dynamic = "force-dynamic";

export default async function SignInPage({ searchParams }: { searchParams: Promise<Search> }) {
  if (await setupNeeded()) redirect("/set-up");
  if (await currentScope()) redirect("/");
  const { error, callbackUrl } = await searchParams;
  return (
    <>
      <h1 className="text-title">Sign in</h1>
      <SignInForm
        provider={oidcProvider()?.name ?? null}
        demo={env().LECTERN_DEMO ? demoAccounts : []}
        error={typeof error === "string" ? error : null}
        then={typeof callbackUrl === "string" ? callbackUrl : null}
      />
    </>
  );
}
