"use client";

import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { FieldRow, Form, InputField } from "@/components/ui/form";
import { sameNames, useFormAction } from "@/components/ui/form-errors";
import { useLanguage } from "@/components/ui/use-language";
import { changeAlertMailAction } from "@/lib/domain/alerts/actions";
import type { AlertMail } from "@/lib/domain/alerts/schema";
import type { AlertKind, DigestKind } from "@/lib/platform/alert-kinds";

const fields = sameNames("quiet_from", "quiet_to");

/** Which alerts the reader gets by mail, and the hours in which none is sent. `zone`: whose hours these are. */
export function AlertMailForm({
  mail,
  kinds,
  zone,
  digests,
}: {
  mail: AlertMail;
  kinds: readonly AlertKind[];
  zone: string;
  /** Those that they can choose, each with the page of its last one. */
  digests: readonly { kind: DigestKind; href: string }[];
}) {
  const { t } = useLanguage();
  const { run, busy, errors } = useFormAction(changeAlertMailAction, {
    fields,
    kept: t("alerts.account.kept"),
    done: () => t("alerts.account.saved"),
  });
  const time = (given: FormData, name: "quiet_from" | "quiet_to") => String(given.get(name) ?? "") || null;
  return (
    <Form
      errors={errors}
      onGiven={(given) =>
        run({
          mail_kinds: given.getAll("mail_kinds"),
          quiet_from: time(given, "quiet_from"),
          quiet_to: time(given, "quiet_to"),
          weekly_digest: given.getAll("digests").includes("week"),
          monthly_digest: given.getAll("digests").includes("month"),
        })
      }
      className="max-w-[400px] gap-4"
    >
      <fieldset className="grid min-w-0 gap-1">
        <legend className="mb-1 font-medium">{t("alerts.account.kinds")}</legend>
        {kinds.map((kind) => (
          <Checkbox key={kind} name="mail_kinds" value={kind} defaultChecked={mail.mail_kinds.includes(kind)}>
            {t(`alerts.kinds.${kind}.name`)}
          </Checkbox>
        ))}
      </fieldset>
      <FieldRow>
        <InputField
          name="quiet_from"
          label={t("alerts.account.from")}
          type="time"
          defaultValue={mail.quiet_from ?? ""}
        />
        <InputField
          name="quiet_to"
          label={t("alerts.account.to")}
          type="time"
          defaultValue={mail.quiet_to ?? ""}
        />
      </FieldRow>
      <p className="-mt-2 text-small text-ink-3">{t("alerts.account.hours", { zone })}</p>
      <fieldset className="grid min-w-0 gap-1">
        <legend className="mb-1 font-medium">{t("alerts.digest.title")}</legend>
        {digests.map(({ kind, href }) => (
          <div key={kind} className="flex flex-wrap items-center gap-x-3">
            <Checkbox
              name="digests"
              value={kind}
              defaultChecked={kind === "week" ? mail.weekly_digest : mail.monthly_digest}
            >
              {t(`alerts.digest.${kind}`)}
            </Checkbox>
            <Link href={href} className="text-small" aria-label={t(`alerts.digest.last_${kind}`)}>
              {t("alerts.digest.last")}
            </Link>
          </div>
        ))}
        <p className="text-small text-ink-3">{t("alerts.digest.about")}</p>
      </fieldset>
      <div>
        <Button type="submit" look="primary" disabled={busy}>
          {t(busy ? "ui.saving" : "ui.save")}
        </Button>
      </div>
    </Form>
  );
}
