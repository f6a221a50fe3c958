"use client";

import { useRouter } from "next/navigation";
import type { RefObject } from "react";
import { Button } from "@/components/ui/button";
import Dialog from "@/components/ui/dialog";
import { FieldRow, Form, InputField, SelectField } from "@/components/ui/form";
import { sameNames, useFormAction } from "@/components/ui/form-errors";
import { Options } from "@/components/ui/input";
import { saveOne, sendJson } from "@/components/ui/send-json";
import { useLanguage } from "@/components/ui/use-language";
import { materialTypes } from "@/lib/domain/courses/lessons/forms";
import type { ShownContent } from "./lesson-shown";

const fields = { ...sameNames("title", "type", "url"), duration_seconds: "minutes" };

/** Adds a PDF, quiz or link to a lesson, or edits one. */
export default function MaterialDialog({
  path,
  material,
  returnTo,
  onClose,
}: {
  /** The route of the lesson's materials. */
  path: string;
  material: ShownContent | null;
  returnTo: RefObject<HTMLElement | null>;
  onClose: () => void;
}) {
  const { t } = useLanguage();
  const router = useRouter();
  const { run, busy, errors } = useFormAction(
    (item: Record<string, unknown>) =>
      material ? sendJson<unknown>("PATCH", `${path}/${material.id}`, item) : saveOne(path, item),
    {
      fields,
      kept: t("courses.form.nothing_saved"),
      done: () => {
        onClose();
        router.refresh();
        return t("courses.items.material_saved");
      },
    },
  );
  return (
    <Dialog
      title={t(material ? "courses.items.edit_material" : "courses.items.new_material")}
      returnTo={returnTo}
      onClose={onClose}
    >
      <Form
        errors={errors}
        noValidate
        className="mt-4 gap-4"
        onGiven={(given) => {
          const text = (name: string) => String(given.get(name) ?? "").trim();
          run({
            type: text("type"),
            title: text("title"),
            url: text("url") || null,
            duration_seconds: text("minutes") === "" ? null : Number(text("minutes")) * 60,
          });
        }}
      >
        <InputField
          label={t("ui.title")}
          name="title"
          defaultValue={material?.title}
          required
          maxLength={200}
          autoFocus
        />
        <InputField
          label={t("courses.items.url")}
          name="url"
          inputMode="url"
          placeholder="https://"
          defaultValue={material?.url ?? ""}
        />
        <FieldRow>
          <SelectField label={t("ui.type")} name="type" defaultValue={material?.material_type ?? "link"}>
            <Options of={materialTypes.map((type) => [type, t(`courses.items.types.${type}`)])} />
          </SelectField>
          <InputField
            label={t("courses.items.minutes")}
            name="minutes"
            type="number"
            min={0}
            max={10_000}
            defaultValue={
              material?.duration_seconds == null ? "" : Math.round(material.duration_seconds / 60)
            }
          />
        </FieldRow>
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
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
