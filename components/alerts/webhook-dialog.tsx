"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { CopyButton } from "@/components/ui/copy-button";
import Dialog from "@/components/ui/dialog";
import type { DialogPlace } from "@/components/ui/dialog-button";
import { Form, InputField, SelectField } from "@/components/ui/form";
import { sameNames, useFormAction } from "@/components/ui/form-errors";
import { Options } from "@/components/ui/input";
import { sendJson } from "@/components/ui/send-json";
import { useLanguage } from "@/components/ui/use-language";
import type { CreatedWebhook, WebhookRow } from "@/lib/domain/alerts/webhooks/schema";
import { type AlertKind, webhookKinds } from "@/lib/platform/alert-kinds";

const path = "/api/alerts/webhooks";
const fields = sameNames("name", "kind", "address", "alert_kinds");

/** Adds a webhook and shows its secret once, or edits one. */
export default function WebhookDialog({
  edited,
  kinds,
  ...place
}: DialogPlace & { edited: WebhookRow | null; kinds: readonly AlertKind[] }) {
  const { t } = useLanguage();
  const router = useRouter();
  const [secret, setSecret] = useState<string | null>(null);
  const close = () => {
    place.onClose();
    router.refresh();
  };
  const save = (body: Record<string, unknown>) =>
    edited
      ? sendJson<WebhookRow | CreatedWebhook>("PATCH", `${path}/${edited.id}`, body)
      : sendJson<WebhookRow | CreatedWebhook>("POST", path, body);
  const { run, busy, errors } = useFormAction(save, {
    fields,
    kept: t("alerts.webhooks.kept"),
    done: (saved) => {
      // The page would be drawn without this dialog: it is refreshed once the secret has been read.
      if ("secret" in saved && saved.secret) {
        setSecret(saved.secret);
        return undefined;
      }
      close();
      return t("alerts.webhooks.saved");
    },
  });
  if (secret)
    return (
      <Dialog
        returnTo={place.returnTo}
        onClose={close}
        title={t("alerts.webhooks.secret")}
        description={t("alerts.webhooks.secret_about")}
        width={560}
      >
        <p className="mt-4 rounded-md bg-sunk p-3 font-mono text-small break-all text-ink">{secret}</p>
        <div className="mt-4 flex justify-end gap-2">
          <CopyButton text={secret} look="primary">
            {t("ui.copy")}
          </CopyButton>
          <Button onClick={close}>{t("ui.close")}</Button>
        </div>
      </Dialog>
    );
  return (
    <Dialog {...place} title={t(edited ? "alerts.webhooks.edit" : "alerts.webhooks.add")}>
      <Form
        errors={errors}
        className="mt-4 gap-4"
        onGiven={(given) => {
          const address = String(given.get("address") ?? "").trim();
          run({
            name: String(given.get("name") ?? ""),
            ...(edited ? {} : { kind: given.get("kind") }),
            // Left empty, it stays as it is.
            ...(edited && address === "" ? {} : { address }),
            alert_kinds: given.getAll("alert_kinds"),
            with_names: given.has("with_names"),
          });
        }}
      >
        <InputField
          name="name"
          label={t("ui.name")}
          maxLength={80}
          required
          autoFocus
          defaultValue={edited?.name}
        />
        {edited ? null : (
          <SelectField name="kind" label={t("alerts.webhooks.kind")} defaultValue="generic">
            <Options of={webhookKinds.map((kind) => [kind, t(`alerts.webhooks.kinds.${kind}`)])} />
          </SelectField>
        )}
        <InputField
          name="address"
          label={t("alerts.webhooks.address")}
          hint={
            edited
              ? t("alerts.webhooks.address_kept", { address: edited.address })
              : t("alerts.webhooks.address_hint")
          }
          type="url"
          inputMode="url"
          autoComplete="off"
          maxLength={2000}
          required={!edited}
        />
        <fieldset className="grid min-w-0 gap-1">
          <legend className="mb-1 text-small font-medium text-ink">{t("alerts.webhooks.which")}</legend>
          {kinds.map((kind) => (
            <Checkbox
              key={kind}
              name="alert_kinds"
              value={kind}
              defaultChecked={edited ? edited.alert_kinds.includes(kind) : false}
            >
              {t(`alerts.kinds.${kind}.name`)}
            </Checkbox>
          ))}
          {errors.fields.alert_kinds ? (
            <p className="mt-1 text-small text-bad">{errors.fields.alert_kinds}</p>
          ) : null}
        </fieldset>
        <div>
          <Checkbox name="with_names" defaultChecked={edited?.with_names ?? false}>
            {t("alerts.webhooks.with_names")}
          </Checkbox>
          <p className="pl-6 text-small text-ink-3">{t("alerts.webhooks.with_names_about")}</p>
        </div>
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={place.onClose}>
            {t("ui.cancel")}
          </Button>
          <Button type="submit" look="primary" disabled={busy}>
            {t(busy ? "ui.saving" : "ui.save")}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
