"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "../ui/button";
import { Form, InputField } from "../ui/form";
import { sameNames, useFormAction } from "../ui/form-errors";
import { saveOne } from "../ui/send-json";
import { useLanguage } from "../ui/use-language";

/** An id for programs, made of a title: `how-this-course-works`. */
const idOf = (title: string) =>
  title
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 100);

const fields = sameNames("title", "external_id", "source_url");

/** The first course, or the first video of a course: what it is called, and what pages and programs call it. */
export function FirstForm({ what, courseId }: { what: "course" | "video"; courseId: string | null }) {
  const { t } = useLanguage();
  const router = useRouter();
  const [title, setTitle] = useState("");
  const [id, setId] = useState<string | null>(null);
  const { run, busy, errors } = useFormAction(
    (item: object) => saveOne(what === "course" ? "/api/courses" : "/api/admin/analytics/videos", item),
    {
      fields,
      kept: t("setup.steps.not_saved"),
      done: () => {
        router.refresh();
        return t("setup.steps.saved", { what });
      },
    },
  );
  return (
    <Form
      errors={errors}
      className="max-w-[480px] gap-4"
      onGiven={(given) => {
        const address = String(given.get("source_url") ?? "").trim();
        run({
          title: String(given.get("title")).trim(),
          external_id: String(given.get("external_id")).trim() || undefined,
          ...(what === "video" ? { course_id: courseId, source_url: address || null } : {}),
        });
      }}
    >
      <InputField
        label={t(what === "course" ? "ui.name" : "ui.title")}
        name="title"
        required
        maxLength={what === "course" ? 200 : 300}
        value={title}
        onValue={setTitle}
      />
      <InputField
        label={t("setup.steps.id")}
        hint={t(what === "course" ? "setup.steps.course_id_hint" : "setup.steps.video_id_hint")}
        name="external_id"
        maxLength={200}
        spellCheck={false}
        value={id ?? idOf(title)}
        onValue={setId}
      />
      {what === "video" ? (
        <InputField
          label={t("setup.steps.address")}
          hint={t("setup.steps.address_hint")}
          name="source_url"
          type="url"
          placeholder="https://"
        />
      ) : null}
      <div>
        <Button type="submit" look="primary" disabled={busy}>
          {t("setup.steps.save", { what })}
        </Button>
      </div>
    </Form>
  );
}
