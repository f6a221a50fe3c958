"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Conflict } from "@/components/ui/conflict";
import { FieldGroup, Form, InputField, TextAreaField } from "@/components/ui/form";
import { sameNames, useFormAction } from "@/components/ui/form-errors";
import { LinkButton } from "@/components/ui/link-button";
import { saveOne, sendJson } from "@/components/ui/send-json";
import { useLanguage } from "@/components/ui/use-language";
import { ChooseInstructors, type Named } from "./choose-instructors";

/** What a course's form starts with. */
type CourseValues = { title: string; description: string | null; external_id: string | null };
type Sent = CourseValues & { instructor_ids?: string[] };

const fields = {
  ...sameNames("title", "description", "external_id"),
  instructor_ids: "instructor_ids",
};

/** Makes a course, or edits one; of an edit that somebody else's came before it shows both. */
export function CourseForm({
  values,
  instructors,
  staff,
  schoolId = null,
  edited = null,
}: {
  values: CourseValues;
  instructors: Named[];
  /** Who can teach a course of the school. */
  staff: Named[];
  /** Named by the installation's administrator. */
  schoolId?: string | null;
  edited?: { id: string; revision: number } | null;
}) {
  const { t } = useLanguage();
  const router = useRouter();
  const [base, setBase] = useState({ ...values, revision: edited?.revision ?? 0 });
  const [chosen, setChosen] = useState(instructors);
  const [sent, setSent] = useState<Sent | null>(null);
  const { run, busy, errors, current } = useFormAction(
    (input: Sent, revision: number) =>
      edited
        ? sendJson<unknown>("PATCH", `/api/courses/${edited.id}`, { ...input, revision }).then((answer) =>
            answer.ok ? { ...answer, value: { id: edited.id } } : answer,
          )
        : saveOne("/api/courses", { ...input, ...(schoolId ? { school_id: schoolId } : {}) }),
    {
      fields,
      kept: t("courses.form.nothing_saved"),
      done: ({ id }) => {
        router.push(`/courses/${id}`);
        router.refresh();
        return t(edited ? "courses.form.saved" : "courses.form.made");
      },
    },
  );
  // Once the saved version is in the form, the conflict is over.
  const saved =
    current && current.revision !== base.revision ? (current as CourseValues & { revision: number }) : null;

  function save(given: FormData) {
    const text = (name: string) => String(given.get(name) ?? "").trim();
    const sameInstructors = ids(chosen) === ids(instructors);
    const input = {
      title: text("title"),
      description: text("description") || null,
      external_id: text("external_id") || null,
      ...(edited && sameInstructors ? {} : { instructor_ids: chosen.map(({ id }) => id) }),
    };
    setSent(input);
    run(input, base.revision);
  }

  return (
    <div className="mt-6 grid max-w-[640px] gap-6">
      {saved && sent ? (
        <Conflict
          busy={busy}
          lines={[
            { label: t("ui.title"), saved: saved.title, yours: sent.title },
            {
              label: t("courses.form.description"),
              saved: saved.description ?? "",
              yours: sent.description ?? "",
            },
            {
              label: t("courses.form.external_id"),
              saved: saved.external_id ?? "",
              yours: sent.external_id ?? "",
            },
          ]}
          onMine={() => run(sent, saved.revision)}
          onTheirs={() => setBase(saved)}
        />
      ) : null}
      <Form
        key={base.revision}
        errors={saved ? { fields: {}, whole: null } : errors}
        onGiven={save}
        noValidate
        className="gap-8"
      >
        <FieldGroup>
          <InputField label={t("ui.title")} name="title" defaultValue={base.title} required maxLength={200} />
          <TextAreaField
            label={t("courses.form.description")}
            name="description"
            rows={4}
            maxLength={5000}
            defaultValue={base.description ?? ""}
          />
          <ChooseInstructors
            chosen={chosen}
            staff={staff}
            error={errors.fields.instructor_ids}
            onChange={setChosen}
          />
          <InputField
            label={t("courses.form.external_id")}
            hint={t("courses.form.external_id_about")}
            name="external_id"
            defaultValue={base.external_id ?? ""}
            maxLength={200}
          />
        </FieldGroup>
        <div className="flex gap-2">
          <Button type="submit" look="primary" disabled={busy}>
            {t(busy ? "ui.saving" : edited ? "ui.save" : "courses.form.make")}
          </Button>
          <LinkButton look="quiet" href={edited ? `/courses/${edited.id}` : "/courses"}>
            {t("ui.cancel")}
          </LinkButton>
        </div>
      </Form>
    </div>
  );
}

const ids = (people: Named[]) =>
  people
    .map(({ id }) => id)
    .sort()
    .join();
