"use client";

import { useState } from "react";
import { createSchoolAction } from "@/lib/domain/schools/actions";
import type { ActionResult } from "@/lib/http/action";
import { languageNames } from "@/lib/language/languages";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { FieldRow, Form, InputField, SelectField } from "../ui/form";
import { sameNames, useFormAction } from "../ui/form-errors";
import { Options } from "../ui/input";
import { requestRoute } from "../ui/use-action";
import { useLanguage } from "../ui/use-language";

const fields = sameNames("name", "slug", "time_zone", "language");

type Invited = { email: string; url: string | null };
type Made = { name: string; invited: Invited | null; skipped: string | null };

/** Makes a school, and invites its first admin. */
async function makeSchool({
  email,
  ...given
}: Record<string, FormDataEntryValue>): Promise<ActionResult<Made>> {
  const made = await createSchoolAction(given);
  if (!made.ok) return made;
  const { id, name } = made.value;
  const address = String(email ?? "").trim();
  if (!address) return { ok: true, value: { name, invited: null, skipped: null } };
  const answer = await requestRoute<{ invited: Invited[] }>("/api/users/invitations", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ emails: [address], role: "admin", school_id: id }),
  });
  const invited = answer.ok ? (answer.value.invited[0] ?? null) : null;
  return { ok: true, value: { name, invited, skipped: invited ? null : address } };
}

/** Makes a school and its first admin. */
export function NewSchoolForm({ zones }: { zones: string[] }) {
  const { t } = useLanguage();
  /** The form is empty again after each school. */
  const [made, setMade] = useState(0);
  const [last, setLast] = useState<Made | null>(null);
  const { run, busy, errors } = useFormAction(makeSchool, {
    fields,
    kept: t("school.form.nothing_saved"),
    done: (value) => {
      setMade(made + 1);
      setLast(value);
      return t("school.list.made", { name: value.name });
    },
  });
  return (
    <Form
      key={made}
      errors={errors}
      noValidate
      onGiven={(given) => run(Object.fromEntries(given))}
      className="max-w-[640px] gap-4"
    >
      <FieldRow>
        <InputField label={t("school.fields.name")} name="name" required maxLength={120} />
        <InputField
          label={t("school.fields.slug")}
          hint={t("school.form.slug_about")}
          name="slug"
          required
          maxLength={60}
        />
      </FieldRow>
      <FieldRow>
        <SelectField label={t("school.fields.time_zone")} name="time_zone" defaultValue="UTC">
          <Options of={zones.map((zone) => [zone, zone.replaceAll("_", " ")])} />
        </SelectField>
        <SelectField label={t("school.fields.language")} name="language" defaultValue="en">
          <Options of={Object.entries(languageNames)} />
        </SelectField>
      </FieldRow>
      <InputField
        label={t("school.list.first_admin")}
        hint={t("school.list.first_admin_about")}
        name="email"
        type="email"
        maxLength={254}
      />
      {last ? <FirstAdmin made={last} /> : null}
      <div>
        <Button type="submit" look="primary" disabled={busy}>
          {t(busy ? "ui.saving" : "school.list.make")}
        </Button>
      </div>
    </Form>
  );
}

/** How the first admin gets in. */
function FirstAdmin({ made: { invited, skipped } }: { made: Made }) {
  const { t } = useLanguage();
  if (skipped) return <p role="status">{t("school.list.not_invited", { email: skipped })}</p>;
  if (!invited) return null;
  const { email, url } = invited;
  return (
    <div role="status" className="grid gap-2">
      <p>{t(url ? "school.list.link_for" : "school.list.mailed", { email })}</p>
      {url ? (
        <div className="flex flex-wrap items-center gap-2">
          <code className="min-w-0 flex-1 font-mono text-small break-all">{url}</code>
          <CopyButton text={url}>{t("ui.copy")}</CopyButton>
        </div>
      ) : null}
    </div>
  );
}
