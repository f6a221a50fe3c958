import type { Metadata } from "next";
import { headers } from "next/headers";
import { AccountDevices, SignOutEverywhere } from "@/components/people/account-devices";
import { PasswordForm } from "@/components/people/password-form";
import { Findings, PageHead } from "@/components/shell/page-head";
import { Section } from "@/components/ui/section";
import { ownSchool } from "@/lib/auth/school";
import { requireIdentity } from "@/lib/auth/session";
import { failedSignInFindings } from "@/lib/domain/people/findings";
import { account } from "@/lib/domain/people/queries";
import { requestContext } from "@/lib/http/context";
import { absolute, relative } from "@/lib/platform/format-dates";
import { zoneName } from "@/lib/platform/time";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage() {
  const { scope, signed_in_at, credential_id } = await requireIdentity();
  const now = new Date();
  const request = { ...requestContext(await headers()), signed_in_at, credential_id };
  const [{ failed_sign_ins, devices }, school] = await Promise.all([
    account({ scope, request, now }),
    ownSchool(scope),
  ]);
  const timeZone = school.time_zone;
  return (
    <>
      <PageHead
        title="Account"
        meta={[scope.name, "Only you can see this", zoneName(timeZone)]}
        summary={
          <Findings
            findings={failedSignInFindings(failed_sign_ins, (instant) => absolute(instant, timeZone))}
          />
        }
        actions={<SignOutEverywhere />}
      />
      <Section
        title="Browsers"
        sub="Where you have signed in. Failed attempts elsewhere never slow down your sign-in in these."
      >
        <AccountDevices
          devices={devices.map((device) => ({
            ...device,
            signed_in: {
              text: relative(device.signed_in_at, now, timeZone),
              full: absolute(device.signed_in_at, timeZone),
            },
          }))}
        />
      </Section>
      <Section
        title="Password"
        sub="A new password signs you out everywhere, revokes your API tokens and clears the list of your browsers."
      >
        <PasswordForm />
      </Section>
    </>
  );
}
