"use client";

import { Button } from "@/components/ui/button";
import { FieldGroup, Form, InputField } from "@/components/ui/form";
import { sendJson } from "@/components/ui/send-json";
import { type Texts, useEdit } from "@/components/ui/use-edit";
import { useLanguage } from "@/components/ui/use-language";
import {
  monthsMax,
  monthsMin,
  type RetentionKind,
  retentionKinds,
} from "@/lib/domain/compliance/retention/kinds";
import type { RetentionSettings } from "@/lib/domain/compliance/retention/schema";

const fields = Object.fromEntries(retentionKinds.map((kind) => [kind, kind]));
const textsOf = (settings: Partial<RetentionSettings>): Texts =>
  Object.fromEntries(
    retentionKinds.flatMap((kind) => (settings[kind] === undefined ? [] : [[kind, String(settings[kind])]])),
  );

/** Text that is no number goes to the server, which names the field. */
const numberIn = (given: FormData, kind: RetentionKind) =>
  Number(String(given.get(kind) ?? "").trim() || Number.NaN);
/** The kinds in which the form differs from what it began with. */
const changesIn = (given: FormData, base: RetentionSettings) =>
  Object.fromEntries(
    retentionKinds.flatMap((kind) => {
      const months = numberIn(given, kind);
      return months === base[kind] ? [] : [[kind, months]];
    }),
  );

/** After how many months each kind of facts is deleted; `due`: what the next night deletes by the saved limits. */
export function RetentionForm({
  settings,
  due,
}: {
  settings: RetentionSettings;
  due: Record<RetentionKind, number>;
}) {
  const { t } = useLanguage();
  const label = (kind: RetentionKind) => t(`compliance.kinds.${kind}`);
  const { base, busy, conflict, form } = useEdit({
    start: settings,
    fields,
    textsOf,
    textsIn: (sent, base) => textsOf(changesIn(sent, base)),
    compared: retentionKinds.map((kind) => ({ name: kind, label: label(kind) })),
    kept: t("compliance.limits.kept"),
    save: (sent, base, revision) =>
      sendJson<RetentionSettings>("PATCH", "/api/compliance/retention", {
        ...changesIn(sent, base),
        revision,
      }),
    done: (saved, { begin }) => {
      begin(saved);
      return t("compliance.limits.saved");
    },
  });
  return (
    <Form {...form} key={form.key} className="mt-6 max-w-[640px] gap-8">
      {conflict}
      <FieldGroup title={t("compliance.limits.months")} note={t("compliance.limits.about")}>
        {retentionKinds.map((kind) => (
          <InputField
            key={kind}
            name={kind}
            label={label(kind)}
            hint={`${t(`compliance.limits.of.${kind}`)} ${t("compliance.limits.due", { rows: due[kind] })}`}
            type="number"
            inputMode="numeric"
            min={monthsMin[kind]}
            max={monthsMax}
            defaultValue={base[kind]}
          />
        ))}
      </FieldGroup>
      <div className="border-t border-line pt-5">
        <Button type="submit" look="primary" disabled={busy}>
          {t(busy ? "ui.saving" : "ui.save")}
        </Button>
      </div>
    </Form>
  );
}
