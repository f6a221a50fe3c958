"use client";

import { type ReactNode, useState } from "react";
import { roles } from "@/lib/auth/scope";
import type { School } from "@/lib/domain/schools/schema";
import { languageNames } from "@/lib/language/languages";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { FieldGroup, FieldRow, InputField, SelectField, TextAreaField } from "../ui/form";
import { Input, Options, Select } from "../ui/input";
import { useLanguage } from "../ui/use-language";
import type { TimeUnit } from "./settings-input";

/** The fields of a school's settings, in sections with an anchor each. */
export function SettingsFields({ school, zones }: { school: School; zones: string[] }) {
  const { t } = useLanguage();
  const unit: TimeUnit = school.attendance_minimum_seconds % 60 === 0 ? "minutes" : "seconds";
  const label = (name: Extract<keyof School, string>) => ({
    name,
    label: t(`school.fields.${name as "name"}`),
  });
  const number = (name: Extract<keyof School, string>, min: number, max: number) => ({
    ...label(name),
    type: "number",
    inputMode: "numeric" as const,
    min,
    max,
    defaultValue: (school[name] as number | null) ?? "",
  });
  return (
    <>
      <Part id="school">
        <InputField {...label("name")} defaultValue={school.name} required maxLength={120} />
        <FieldRow>
          <SelectField
            {...label("time_zone")}
            hint={t("school.form.time_zone_about")}
            defaultValue={school.time_zone}
          >
            <Options of={zones.map((zone) => [zone, zone.replaceAll("_", " ")])} />
          </SelectField>
          <SelectField
            {...label("language")}
            hint={t("school.form.language_about")}
            defaultValue={school.language}
          >
            <Options of={Object.entries(languageNames)} />
          </SelectField>
        </FieldRow>
        <FieldRow>
          <InputField
            {...label("slug")}
            hint={t("school.form.slug_about")}
            defaultValue={school.slug ?? ""}
            maxLength={60}
          />
          <InputField
            {...label("external_id")}
            hint={t("school.form.external_id_about")}
            defaultValue={school.external_id ?? ""}
            maxLength={200}
          />
        </FieldRow>
      </Part>
      <Part id="attendance">
        <InputField {...number("on_time_minutes", 0, 600)} hint={t("school.form.on_time_about")} />
        <FieldRow>
          <InputField
            {...number("attendance_minimum_seconds", 1, 86_400)}
            defaultValue={school.attendance_minimum_seconds / (unit === "minutes" ? 60 : 1)}
            hint={t("school.form.minimum_about")}
          />
          <SelectField label={t("school.form.unit")} name="attendance_unit" defaultValue={unit}>
            <Options
              of={(["seconds", "minutes"] as const).map((each) => [each, t(`school.form.units.${each}`)])}
            />
          </SelectField>
          <InputField
            {...number("attendance_minimum_percent", 1, 100)}
            hint={t("school.form.percent_about")}
          />
        </FieldRow>
      </Part>
      <Part id="videos">
        <FieldRow>
          <InputField {...number("completion_threshold", 1, 100)} hint={t("school.form.threshold_about")} />
          <InputField {...number("completion_target", 0, 100)} hint={t("school.form.target_about")} />
        </FieldRow>
      </Part>
      <Part id="tracking">
        <div>
          <Checkbox name="anonymous_viewers" defaultChecked={school.anonymous_viewers}>
            {t("school.fields.anonymous_viewers")}
          </Checkbox>
          <p className="mt-1 text-small text-ink-3">{t("school.form.anonymous_about")}</p>
        </div>
        <TextAreaField
          {...label("allowed_origins")}
          hint={t("school.form.origins_about")}
          rows={3}
          defaultValue={school.allowed_origins.join("\n")}
        />
        <InputField
          {...number("address_limit_per_minute", 60, 1_000_000)}
          hint={t("school.form.address_limit_about")}
        />
      </Part>
      <Part id="privacy">
        <TextAreaField
          {...label("privacy_notice")}
          hint={t("school.form.notice_about")}
          rows={4}
          maxLength={10_000}
          defaultValue={school.privacy_notice ?? ""}
        />
        <InputField {...number("minimum_group_size", 1, 100)} hint={t("school.form.group_about")} />
      </Part>
      <Part id="look">
        <InputField
          {...label("accent")}
          hint={t("school.form.accent_about")}
          placeholder="#00607a"
          spellCheck={false}
          maxLength={7}
          defaultValue={school.accent ?? ""}
        />
      </Part>
      <Part id="provider">
        <TextAreaField
          {...label("oidc_domains")}
          hint={t("school.form.domains_about")}
          rows={2}
          defaultValue={school.oidc_domains.join("\n")}
        />
        <FieldRow>
          <SelectField {...label("oidc_default_role")} defaultValue={school.oidc_default_role}>
            <Options
              of={roles.filter((role) => role !== roles[0]).map((role) => [role, t(`school.roles.${role}`)])}
            />
          </SelectField>
          <InputField
            {...label("oidc_role_claim")}
            hint={t("school.form.claim_about")}
            spellCheck={false}
            maxLength={200}
            defaultValue={school.oidc_role_claim ?? ""}
          />
        </FieldRow>
        <RoleRows given={school.oidc_roles} />
      </Part>
    </>
  );
}

const parts = ["school", "attendance", "videos", "tracking", "privacy", "look", "provider"] as const;

/** Links to the sections. */
export function SettingsParts() {
  const { t } = useLanguage();
  return (
    <nav aria-label={t("school.form.parts")} className="mt-6 flex flex-wrap gap-x-5 gap-y-1 text-small">
      {parts.map((part) => (
        <a key={part} href={`#${part}`} className="py-1">
          {t(`school.form.part.${part}`)}
        </a>
      ))}
    </nav>
  );
}

function Part({ id, children }: { id: (typeof parts)[number]; children: ReactNode }) {
  const { t } = useLanguage();
  return (
    <div id={id} className="scroll-mt-4">
      <FieldGroup title={t(`school.form.part.${id}`)}>{children}</FieldGroup>
    </div>
  );
}

/** The role for each value of the claim. An empty row is none. */
function RoleRows({ given }: { given: School["oidc_roles"] }) {
  const { t } = useLanguage();
  const [rows, setRows] = useState(() =>
    [...Object.entries(given), ["", "student"] as const].map(([value, role], key) => ({ value, role, key })),
  );
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 text-small font-medium text-ink">{t("school.fields.oidc_roles")}</legend>
      {rows.map(({ value, role, key }, index) => (
        <div key={key} className="grid grid-cols-[minmax(0,1fr)_auto] gap-2">
          <Input
            name="oidc_value"
            aria-label={t("school.form.claim_value", { number: index + 1 })}
            placeholder={t("school.form.claim_value", { number: index + 1 })}
            defaultValue={value}
            maxLength={200}
            spellCheck={false}
          />
          <Select
            name="oidc_role"
            aria-label={t("school.form.claim_role", { number: index + 1 })}
            defaultValue={role}
          >
            <Options of={roles.map((each) => [each, t(`school.roles.${each}`)])} />
          </Select>
        </div>
      ))}
      <div>
        <Button
          look="quiet"
          className="-ml-3"
          disabled={rows.length >= 50}
          onClick={() => setRows([...rows, { value: "", role: "student", key: rows.length }])}
        >
          {t("school.form.add_value")}
        </Button>
      </div>
    </fieldset>
  );
}
