import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SetUpForm } from "@/components/people/set-up-form";
import { setupNeeded } from "@/lib/auth/setup";

export const metadata: Metadata = { title: "Set up" };
// Whether somebody has an account is asked on every visit, never at build time.
export const dynamic = "force-dynamic";

export default async function SetUpPage() {
  if (!(await setupNeeded())) redirect("/sign-in");
  return (
    <>
      <h1 className="text-title">Set up Lectern</h1>
      <p className="mt-1 text-ink-2">
        Nobody has an account yet. Name your school, and make the account of its admin.
      </p>
      <SetUpForm
        timeZones={["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")]}
      />
    </>
  );
}
