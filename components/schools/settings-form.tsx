"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useState, useTransition } from "react";
import { changeSchoolAction } from "@/lib/domain/schools/actions";
import type { RecountedBy } from "@/lib/domain/schools/queries";
import type { ChangeSchool, School } from "@/lib/domain/schools/schema";
import { Button } from "../ui/button";
import { Form } from "../ui/form";
import { sameNames, useFormAction } from "../ui/form-errors";
import { type Texts, useEdit } from "../ui/use-edit";
import { useLanguage } from "../ui/use-language";
import { SettingsFields } from "./settings-fields";
import { changesIn, inverseOf, recountsOf, shownSettings } from "./settings-input";

/** Lists name their wrong entry, which is shown at the list. */
const entriesOf = (name: string) =>
  Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`${name}[${at}]`, name]));
const fields = {
  ...sameNames(...shownSettings),
  ...entriesOf("allowed_origins"),
  ...entriesOf("oidc_domains"),
};

/** A school's settings: one form, saved at once. */
export function SettingsForm({
  school: given,
  zones,
  recounted,
}: {
  school: School;
  zones: string[];
  recounted: RecountedBy;
}) {
  const { t } = useLanguage();
  const [change, setChange] = useState<ChangeSchool>({});
  const settings = useEdit({
    start: given,
    fields,
    textsOf,
    textsIn: (form, base) => textsOf(changesIn(form, base)),
    compared: shownSettings.map((name) => ({ name, label: t(`school.fields.${name}`) })),
    kept: t("school.form.nothing_saved"),
    save: (form, base, revision) =>
      changeSchoolAction({ ...changesIn(form, base), school_id: base.id, revision }),
    done: (saved, { given: form, base }) => {
      const inverse = inverseOf(changesIn(form, base), base);
      begin(saved);
      return {
        text: t("school.form.saved"),
        undo: () => undone.run({ ...inverse, school_id: saved.id, revision: saved.revision }),
      };
    },
  });
  const { base: school, busy, conflict } = settings;
  const begin = (saved: School) => {
    settings.begin(saved);
    setChange({});
  };
  const undone = useFormAction(changeSchoolAction, {
    fields,
    toast: true,
    done: (saved) => {
      begin(saved);
      return t("school.form.undone");
    },
  });
  const recounts = recountsOf(change);

  return (
    <Form
      {...settings.form}
      key={settings.form.key}
      onChange={({ currentTarget }) => setChange(changesIn(new FormData(currentTarget), school))}
      className="max-w-[640px] gap-8"
    >
      {conflict}
      <SettingsFields school={school} zones={zones} />
      <div className="grid justify-items-start gap-3 border-t border-line pt-5">
        {recounts.sessions ? (
          <p className="text-small text-ink-2">
            {t("school.form.recounts_sessions", {
              count: recounts.sessions === "all" ? recounted.sessions : recounted.on_time,
            })}
          </p>
        ) : null}
        {recounts.videos ? (
          <p className="text-small text-ink-2">
            {t("school.form.recounts_videos", {
              count: recounted.videos,
              days: recounts.days ? "yes" : "no",
            })}
          </p>
        ) : null}
        <Button type="submit" look="primary" disabled={busy}>
          {t(busy ? "ui.saving" : "ui.save")}
        </Button>
      </div>
    </Form>
  );
}

/** Settings as they stand in the comparison of two versions. */
const textsOf = (settings: Partial<School>): Texts =>
  Object.fromEntries(
    shownSettings.flatMap((name) => (name in settings ? [[name, shown(settings[name])]] : [])),
  );

function shown(value: School[keyof School] | undefined): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.join(", ");
  if (typeof value !== "object") return String(value);
  return Object.entries(value)
    .map(([of, role]) => `${of}: ${role}`)
    .join(", ");
}

/** How long the page waits before it asks again how far they are, in milliseconds. */
const pauseMs = 3_000;

/** Says how far the recounts after a change of settings are, until they have ended. */
export function OpenRecounts({ children: lines }: { children: readonly string[] }) {
  const { t } = useLanguage();
  const router = useRouter();
  const open = lines.length > 0;
  const [asking, ask] = useTransition();
  // Each time only after the last answer: while the router waits for one, forms of the page cannot be sent.
  useEffect(() => {
    if (!open || asking) return;
    const timer = setTimeout(() => ask(() => router.refresh()), pauseMs);
    return () => clearTimeout(timer);
  }, [open, asking, router]);
  return (
    <div role="status" className={open ? "mt-6 rounded-md bg-sunk px-3 py-2 text-small" : "sr-only"}>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {open ? <Link href="/work">{t("school.form.all_work")}</Link> : null}
    </div>
  );
}
