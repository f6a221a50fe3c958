"use client";

import type { ComponentProps } from "react";
import type { Button } from "@/components/ui/button";
import { FormButton } from "@/components/ui/dialog-button";
import { saveAt } from "@/components/ui/send-json";
import { useLanguage } from "@/components/ui/use-language";
import { materialTypes } from "@/lib/domain/courses/lessons/forms";
import type { ShownContent } from "./lesson-shown";

/** A button and its dialog, which adds a PDF, quiz or link to a lesson, or edits one. */
export function MaterialDialog({
  path,
  material,
  button,
}: {
  /** The route of the lesson's materials. */
  path: string;
  material: ShownContent | null;
  button: ComponentProps<typeof Button>;
}) {
  const { t } = useLanguage();
  const save = saveAt(path, material);
  return (
    <FormButton
      button={button}
      title={t(material ? "courses.items.edit_material" : "courses.items.new_material")}
      start={{ ...material, type: material?.material_type ?? "link" }}
      fields={[
        { name: "title", label: t("ui.title"), required: true, maxLength: 200, autoFocus: true },
        { name: "url", label: t("courses.items.url"), inputMode: "url", placeholder: "https://" },
        [
          {
            name: "type",
            label: t("ui.type"),
            options: { of: materialTypes.map((type) => [type, t(`courses.items.types.${type}`)]) },
          },
          {
            name: "minutes",
            path: "duration_seconds",
            label: t("courses.items.minutes"),
            type: "number",
            min: 0,
            max: 10_000,
            step: "any",
            textOf: (seconds) => String(Math.round(Number(seconds) / 0.6) / 100),
          },
        ],
      ]}
      save={({ title, url, type, minutes }, revision) =>
        save(
          { title, type, url: url || null, duration_seconds: minutes ? Number(minutes) * 60 : null },
          revision,
        )
      }
      kept={t("courses.form.nothing_saved")}
      done={() => t("courses.items.material_saved")}
    />
  );
}
