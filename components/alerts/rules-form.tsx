"use client";

import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { FieldGroup, Form, InputField } from "@/components/ui/form";
import { useFormAction } from "@/components/ui/form-errors";
import { useLanguage } from "@/components/ui/use-language";
import { changeAlertRulesAction } from "@/lib/domain/alerts/actions";
import { kinds } from "@/lib/domain/alerts/alerts";
import type { AlertRule, ChangeAlertRules } from "@/lib/domain/alerts/schema";
import { type AlertKind, alertKinds, installationKinds } from "@/lib/platform/alert-kinds";

const fields = Object.fromEntries(alertKinds.map((kind) => [`rules.${kind}.threshold`, `${kind}.threshold`]));
/** Kinds whose rule needs a word more than their threshold. */
const explained = [
  "low_attendance",
  "quiet_learner",
  "many_attended",
  "best_session",
  "class_completed",
] as const;
const isExplained = (kind: AlertKind): kind is (typeof explained)[number] =>
  explained.some((one) => one === kind);
const isOfInstallation = ({ kind }: AlertRule) => installationKinds.some((one) => one === kind);

/** What a school, or the installation, is alerted about: one form, of which only the changes are saved. */
export function AlertRulesForm({ rules }: { rules: readonly AlertRule[] }) {
  const { t } = useLanguage();
  const { run, busy, errors } = useFormAction(changeAlertRulesAction, {
    fields,
    kept: t("alerts.settings.unchanged"),
    done: () => t("alerts.settings.saved"),
  });
  const groups = [
    { title: t("alerts.settings.school"), own: rules.filter((rule) => !isOfInstallation(rule)) },
    { title: t("alerts.settings.installation"), own: rules.filter(isOfInstallation) },
  ];
  return (
    <Form
      errors={errors}
      onGiven={(given) => run({ rules: changesIn(given, rules) })}
      className="mt-6 max-w-[640px] gap-8"
      // What was saved is what the form begins with.
      key={JSON.stringify(rules)}
    >
      {groups
        .filter(({ own }) => own.length > 0)
        .map(({ title, own }) => (
          <FieldGroup key={title} title={title}>
            {own.map((rule) => (
              <RuleFields key={rule.kind} rule={rule} />
            ))}
          </FieldGroup>
        ))}
      <div className="border-t border-line pt-5">
        <Button type="submit" look="primary" disabled={busy}>
          {t(busy ? "ui.saving" : "ui.save")}
        </Button>
      </div>
    </Form>
  );
}

function RuleFields({ rule: { kind, is_on, threshold } }: { rule: AlertRule }) {
  const { t } = useLanguage();
  const { unit, least, most, threshold: usual } = kinds[kind];
  const direction = kind === "low_attendance" ? "percent_below" : "percent_above";
  return (
    <fieldset className="grid min-w-0 gap-2">
      <legend className="sr-only">{t(`alerts.kinds.${kind}.name`)}</legend>
      <div>
        <Checkbox name={`${kind}.is_on`} defaultChecked={is_on}>
          <span className="font-medium">{t(`alerts.kinds.${kind}.name`)}</span>
        </Checkbox>
        {isExplained(kind) ? (
          <p className="pl-6 text-small text-ink-3">{t(`alerts.settings.${kind}_about`)}</p>
        ) : null}
      </div>
      {unit ? (
        <div className="max-w-60 pl-6">
          <InputField
            name={`${kind}.threshold`}
            label={t(`alerts.settings.thresholds.${unit === "percent" ? direction : unit}`)}
            hint={t("alerts.settings.reset", { threshold: usual ?? 0 })}
            type="number"
            inputMode="decimal"
            step={unit === "percent" ? 0.1 : 1}
            min={least}
            max={most}
            defaultValue={threshold ?? ""}
          />
        </div>
      ) : null}
    </fieldset>
  );
}

/** The rules in which the form differs from what it began with. Text that is no number goes to the server, which names the field. */
function changesIn(given: FormData, rules: readonly AlertRule[]): ChangeAlertRules["rules"] {
  return Object.fromEntries(
    rules.flatMap(({ kind, is_on, threshold }) => {
      const text = String(given.get(`${kind}.threshold`) ?? "").trim();
      const number = text === "" ? null : Number(text);
      const chosen = given.has(`${kind}.is_on`);
      const change = {
        ...(chosen === is_on ? {} : { is_on: chosen }),
        ...(kinds[kind].unit === null || number === threshold ? {} : { threshold: number }),
      };
      return Object.keys(change).length ? [[kind, change] as const] : [];
    }),
  );
}
