"use client";

import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { FieldGroup, FieldRow, Form, InputField } from "@/components/ui/form";
import { type Texts, useEdit } from "@/components/ui/use-edit";
import { useLanguage } from "@/components/ui/use-language";
import { changeXpSettingsAction } from "@/lib/domain/gamification/actions";
import { type Act, acts, isOnceADay } from "@/lib/domain/gamification/rules";
import type { ChangeXpSettings, XpSettings } from "@/lib/domain/gamification/schema";

const parts = ["xp", "daily_max"] as const;
const fieldOf = (act: Act, part: (typeof parts)[number]) => `${act}.${part}`;
/** An act that comes once a day has no limit to set. */
const partsOf = (act: Act) => parts.filter((part) => part === "xp" || !isOnceADay(act));
const fields = Object.fromEntries(
  acts.flatMap((act) => parts.map((part) => [`rules.${fieldOf(act, part)}`, fieldOf(act, part)])),
);

/** What each act gives in a school, and whether it ranks: one form, of which only the changes are saved. */
export function XpSettingsForm({ settings: given }: { settings: XpSettings }) {
  const { t } = useLanguage();
  const labels = { xp: t("gamification.rules.each"), daily_max: t("gamification.rules.most") };
  const { base, busy, conflict, form } = useEdit({
    start: given,
    fields,
    textsOf,
    textsIn: (sent, base) => textsOf(changesIn(sent, base)),
    compared: [
      ...acts.flatMap((act) =>
        partsOf(act).map((part) => ({
          name: fieldOf(act, part),
          label: `${t(`gamification.rules.acts.${act}`)}: ${labels[part]}`,
        })),
      ),
      {
        name: "rankings",
        label: t("gamification.settings.rank"),
        words: (text) => (text ? t(text === "true" ? "ui.yes" : "ui.no") : ""),
      },
    ],
    kept: t("gamification.settings.kept"),
    save: (sent, base, revision) => changeXpSettingsAction({ ...changesIn(sent, base), revision }),
    done: (saved, { begin }) => {
      begin(saved);
      return t("gamification.settings.saved");
    },
  });
  return (
    <Form {...form} key={form.key} className="mt-6 max-w-[640px] gap-8">
      {conflict}
      <FieldGroup title={t("gamification.rules.title")} note={t("gamification.settings.rules_about")}>
        {acts.map((act) => (
          <fieldset key={act} className="grid min-w-0 gap-1">
            <legend className="mb-1 font-medium">{t(`gamification.rules.acts.${act}`)}</legend>
            <FieldRow>
              {partsOf(act).map((part) => (
                <InputField
                  key={part}
                  name={fieldOf(act, part)}
                  label={labels[part]}
                  hint={isOnceADay(act) ? t("gamification.settings.once") : undefined}
                  type="number"
                  inputMode="numeric"
                  min={part === "xp" ? 0 : 1}
                  max={part === "xp" ? 10_000 : 100_000}
                  defaultValue={base.rules[act][part] ?? ""}
                />
              ))}
            </FieldRow>
          </fieldset>
        ))}
      </FieldGroup>
      <FieldGroup title={t("gamification.settings.rankings")}>
        <div>
          <Checkbox name="rankings" defaultChecked={base.rankings}>
            {t("gamification.settings.rank")}
          </Checkbox>
          <p className="mt-1 text-small text-ink-3">{t("gamification.settings.rank_about")}</p>
        </div>
      </FieldGroup>
      <div className="border-t border-line pt-5">
        <Button type="submit" look="primary" disabled={busy}>
          {t(busy ? "ui.saving" : "ui.save")}
        </Button>
      </div>
    </Form>
  );
}

/** Text that is no number goes to the server, which names the field. */
const numberIn = (text: string) => Number(text || Number.NaN);

/** The acts in which the form differs from what it began with, and the switch. */
function changesIn(sent: FormData, base: XpSettings): Omit<ChangeXpSettings, "revision"> {
  const textIn = (act: Act, part: (typeof parts)[number]) =>
    String(sent.get(fieldOf(act, part)) ?? "").trim();
  const rules = acts.flatMap((act) => {
    const most = textIn(act, "daily_max");
    const rule = { xp: numberIn(textIn(act, "xp")), daily_max: most ? numberIn(most) : null };
    return parts.every((part) => Object.is(rule[part], base.rules[act][part])) ? [] : [[act, rule]];
  });
  const rankings = sent.has("rankings");
  return { rules: Object.fromEntries(rules), ...(rankings === base.rankings ? {} : { rankings }) };
}

/** Settings as they are compared. */
const textsOf = ({ rules, rankings }: Partial<XpSettings> | Omit<ChangeXpSettings, "revision">): Texts => ({
  ...Object.fromEntries(
    acts.flatMap((act) => {
      const rule = rules?.[act];
      return rule ? partsOf(act).map((part) => [fieldOf(act, part), String(rule[part] ?? "")]) : [];
    }),
  ),
  ...(rankings === undefined ? {} : { rankings: String(rankings) }),
});
