import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SetUpForm } from "@/components/people/set-up-form";
import { setupNeeded } from "@/lib/auth/setup";

export const metadata: Metadata = { title: "Set up" };
// Whether an account exists is checked on every visit, never at build time.
export const dynamic = "force-dynamic";

export default async function SetUpPage() {
  if (!(await setupNeeded())) redirect("/sign-in");
  return (
    <>
      <h1 className="text-title">Set up Lectern</h1>
      <p className="mt-1 text-ink-2">No account exists yet. Name your school and create its admin account.</p>
      <SetUpForm
        timeZones={["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")]}
      />
    </>
  );
}
