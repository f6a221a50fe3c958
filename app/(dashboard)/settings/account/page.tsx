import type { Metadata } from "next";
import { headers } from "next/headers";
import { shownExports } from "@/app/(dashboard)/people/shown-exports";
import { AlertMailForm } from "@/components/alerts/mail-form";
import { AccountDevices, SignOutEverywhere } from "@/components/people/account-devices";
import { DataExports } from "@/components/people/data-exports";
import { LanguageForm } from "@/components/people/language-form";
import { PasswordForm } from "@/components/people/password-form";
import { EmailForm, ProfileForm } from "@/components/people/profile-form";
import { ClientMessages } from "@/components/shell/client-messages";
import { Findings, PageHead } from "@/components/shell/page-head";
import { orDash } from "@/components/tables/cells";
import { SimpleTable } from "@/components/tables/simple-table";
import { Section } from "@/components/ui/section";
import { Tag } from "@/components/ui/tag";
import { deviceWords } from "@/lib/auth/devices";
import { currentLanguage } from "@/lib/auth/language";
import { ownSchool } from "@/lib/auth/school";
import { isAdmin, isStaff } from "@/lib/auth/scope";
import { requireIdentity } from "@/lib/auth/session";
import { alertMailOf, seenKinds } from "@/lib/domain/alerts/queries";
import { failedSignInFindings } from "@/lib/domain/people/findings";
import { account } from "@/lib/domain/people/queries";
import { userOf } from "@/lib/domain/people/users/queries";
import { exportsOf } from "@/lib/domain/privacy/queries";
import { lastPeriod, periodName } from "@/lib/flows/digest/period";
import { requestContext } from "@/lib/http/context";
import { canMail } from "@/lib/integrations/mail/mail";
import { dateFormat, zoneName } from "@/lib/language/dates";
import { digestKinds } from "@/lib/platform/alert-kinds";
import { dayOf } from "@/lib/platform/time";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("people.account.title") };
}

export default async function AccountPage() {
  const { scope, signed_in_at, credential_id, language: chosen } = await requireIdentity();
  const language = await currentLanguage();
  const { t } = language;
  const { absolute, relative } = dateFormat(language.code);
  const now = new Date();
  const request = { ...requestContext(await headers()), signed_in_at, credential_id };
  const [{ failed_sign_ins, devices, sign_ins }, school, person, exports, alertMail, alertKinds] =
    await Promise.all([
      account({ scope, request, now }),
      ownSchool(scope),
      userOf(scope, scope.user_id),
      exportsOf(scope, scope.user_id, now),
      alertMailOf(scope),
      isStaff(scope) ? seenKinds(scope) : null,
    ]);
  const timeZone = school.time_zone;
  return (
    <ClientMessages
      of={[
        ...(["alerts.account", "alerts.digest", "alerts.kinds"] as const),
        ...(["people.account", "people.data", "people.edit", "people.list", "ui.file"] as const),
      ]}
    >
      <PageHead
        title={t("people.account.title")}
        meta={[scope.name, t("people.account.only_you"), zoneName(timeZone, language)]}
        summary={
          <Findings
            findings={failedSignInFindings(
              failed_sign_ins,
              (instant) => absolute(instant, timeZone),
              language,
            )}
          />
        }
        actions={<SignOutEverywhere />}
      />
      <Section title={t("people.account.profile")} sub={t("people.account.profile_about")}>
        <ProfileForm person={person} />
      </Section>
      <Section title={t("people.account.email")} sub={person.email ?? t("people.account.no_email")}>
        {canMail() ? <EmailForm /> : <p className="text-ink-2">{t("people.account.email_needs_mail")}</p>}
      </Section>
      {alertKinds ? (
        <Section id="alerts" title={t("alerts.account.title")} sub={t("alerts.account.about")}>
          {canMail() ? (
            <AlertMailForm
              mail={alertMail}
              kinds={alertKinds}
              zone={zoneName(timeZone, language)}
              digests={digestKinds
                .filter((kind) => kind === "week" || isAdmin(scope))
                .map((kind) => ({
                  kind,
                  href: `/digest/${periodName(lastPeriod(kind, dayOf(now, timeZone)))}`,
                }))}
            />
          ) : (
            <p className="text-ink-2">{t("alerts.account.not_configured")}</p>
          )}
        </Section>
      ) : null}
      <Section title={t("people.account.browsers")} sub={t("people.account.browsers_about")}>
        <AccountDevices
          devices={devices.map((device) => ({
            ...device,
            name: deviceWords(device.name, language),
            signed_in: {
              text: relative(device.signed_in_at, now, timeZone),
              full: absolute(device.signed_in_at, timeZone),
            },
          }))}
        />
      </Section>
      <Section title={t("people.account.sign_ins")} sub={t("people.account.sign_ins_about")}>
        <SimpleTable
          label={t("people.account.sign_ins")}
          rows={sign_ins}
          rowKey={({ at }) => at}
          columns={[
            { label: t("ui.when"), cell: ({ at }) => absolute(at, timeZone) },
            {
              label: t("people.account.state"),
              cell: ({ succeeded }) => (
                <Tag pip={succeeded ? "good" : "bad"}>
                  {t(succeeded ? "people.account.succeeded" : "people.account.failed")}
                </Tag>
              ),
            },
            {
              label: t("people.account.browser"),
              cell: ({ name }) => orDash(name, (text) => deviceWords(text, language)),
            },
            { label: t("people.account.address"), cell: (row) => orDash(row.address, (text) => text) },
          ]}
        />
      </Section>
      <Section id="language" title={t("people.account.language")} sub={t("people.account.language_about")}>
        <LanguageForm chosen={chosen} />
      </Section>
      <Section title={t("people.account.password")} sub={t("people.account.password_about")}>
        <PasswordForm />
      </Section>
      <DataExports userId={scope.user_id} own exports={shownExports(exports, timeZone, language)} />
    </ClientMessages>
  );
}
