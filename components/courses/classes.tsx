"use client";

import { useRouter } from "next/navigation";
import { lazy, Suspense, useRef, useState } from "react";
import { SimpleTable } from "@/components/tables/simple-table";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { FieldRow, Form, InputField, SelectField } from "@/components/ui/form";
import { sameNames, useFormAction } from "@/components/ui/form-errors";
import { Options } from "@/components/ui/input";
import { SectionHead } from "@/components/ui/section";
import { saveOne, sendJson, useSend } from "@/components/ui/send-json";
import { notify } from "@/components/ui/toast";
import { useLanguage } from "@/components/ui/use-language";
import type { ClassRow } from "@/lib/domain/courses/classes/schema";

const Dialog = lazy(() => import("@/components/ui/dialog"));
const fields = sameNames("name", "term_id", "starts_on", "ends_on", "external_id");

/** A class with its days as a text. */
export type ShownClass = ClassRow & { days: string | null };
type Term = { id: string; name: string };

/** A course's classes, each with its term and how many learn in it. */
export function Classes({
  courseId,
  classes,
  archived,
  terms,
  canEdit,
}: {
  courseId: string;
  canEdit: boolean;
  classes: ShownClass[];
  archived: ShownClass[];
  terms: Term[];
}) {
  const { t, count } = useLanguage();
  const send = useSend();
  const path = `/api/courses/${courseId}/classes`;
  const archive = async (one: ShownClass, archived: boolean) => {
    const { id, name } = one;
    if (!(await send("PATCH", `${path}/${id}`, { archived }))) return;
    if (archived) notify(t("courses.classes.archived", { name }), { undo: () => void archive(one, false) });
    else notify(t("courses.classes.restored", { name }));
  };
  const add = canEdit ? <ClassDialog path={path} terms={terms} edited={null} /> : null;
  return (
    <>
      <SectionHead
        title={t("courses.classes.title")}
        sub={t("courses.classes.about")}
        tools={classes.length ? add : null}
      />
      {classes.length ? (
        <SimpleTable
          label={t("courses.classes.title")}
          rows={classes}
          rowKey={({ id }) => id}
          wide
          columns={[
            { label: t("ui.name"), cell: ({ name }) => <span className="font-medium">{name}</span> },
            {
              label: t("courses.classes.term"),
              cell: ({ term_name }) =>
                term_name ?? <span className="text-ink-3">{t("courses.classes.no_term")}</span>,
            },
            { label: t("courses.classes.days"), cell: ({ days }) => days },
            {
              label: t("courses.table.learners"),
              align: "end",
              cell: ({ learners }) => count(learners),
            },
            ...(canEdit
              ? [
                  {
                    label: t("ui.action"),
                    align: "end" as const,
                    className: "print:hidden",
                    cell: (one: ShownClass) => (
                      <span className="-mr-2 inline-flex">
                        <ClassDialog path={path} terms={terms} edited={one} />
                        <Button
                          look="tool"
                          aria-label={t("courses.lessons.archive_of", { title: one.name })}
                          onClick={() => void archive(one, true)}
                        >
                          {t("courses.archive.archive")}
                        </Button>
                      </span>
                    ),
                  },
                ]
              : []),
          ]}
        />
      ) : (
        <Empty place="section" title={t("courses.classes.none")} actions={add}>
          {t("courses.classes.none_about")}
        </Empty>
      )}
      {archived.length && canEdit ? (
        <details className="mt-4">
          <summary className="py-1 text-small text-ink-2">
            {t("courses.classes.archived_count", { count: archived.length })}
          </summary>
          <ul className="mt-1">
            {archived.map((one) => (
              <li key={one.id} className="flex items-center gap-3 border-b border-line py-1">
                <span className="min-w-0 flex-1 text-ink-2 [overflow-wrap:anywhere]">{one.name}</span>
                <Button
                  look="tool"
                  aria-label={t("courses.lessons.restore_of", { title: one.name })}
                  onClick={() => void archive(one, false)}
                >
                  {t("courses.archive.restore")}
                </Button>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  );
}

/** A button and its dialog, which makes a class or edits one. */
function ClassDialog({ path, terms, edited }: { path: string; terms: Term[]; edited: ShownClass | null }) {
  const { t } = useLanguage();
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const pressed = useRef<HTMLButtonElement>(null);
  const { run, busy, errors } = useFormAction(
    (item: Record<string, unknown>) =>
      edited
        ? sendJson<unknown>("PATCH", `${path}/${edited.id}`, { ...item, revision: edited.revision })
        : saveOne(path, item),
    {
      fields,
      kept: t("courses.form.nothing_saved"),
      done: () => {
        setOpen(false);
        router.refresh();
        return t(edited ? "courses.classes.saved" : "courses.classes.made");
      },
    },
  );
  const own = edited?.own_days ? edited : null;
  return (
    <>
      <Button
        ref={pressed}
        look={edited ? "tool" : "plain"}
        aria-label={edited ? t("courses.lessons.edit_of", { title: edited.name }) : undefined}
        onClick={() => setOpen(true)}
      >
        {t(edited ? "ui.edit" : "courses.classes.add")}
      </Button>
      {open ? (
        <Suspense>
          <Dialog
            title={t(edited ? "courses.classes.edit" : "courses.classes.new")}
            returnTo={pressed}
            onClose={() => setOpen(false)}
          >
            <Form
              errors={errors}
              noValidate
              className="mt-4 gap-4"
              onGiven={(given) => {
                const text = (name: string) => String(given.get(name) ?? "").trim();
                const orNull = (name: string) => text(name) || null;
                run({
                  name: text("name"),
                  term_id: orNull("term_id"),
                  starts_on: orNull("starts_on"),
                  ends_on: orNull("ends_on"),
                  external_id: orNull("external_id"),
                });
              }}
            >
              <InputField
                label={t("ui.name")}
                name="name"
                defaultValue={edited?.name}
                maxLength={200}
                autoFocus
              />
              <SelectField
                label={t("courses.classes.term")}
                hint={terms.length ? undefined : t("courses.classes.no_terms")}
                name="term_id"
                defaultValue={edited?.term_id ?? ""}
              >
                <Options none={t("courses.classes.no_term")} of={terms.map(({ id, name }) => [id, name])} />
              </SelectField>
              <FieldRow>
                <InputField
                  label={t("courses.classes.starts_on")}
                  hint={t("courses.classes.days_about")}
                  name="starts_on"
                  type="date"
                  defaultValue={own?.starts_on ?? ""}
                />
                <InputField
                  label={t("courses.classes.ends_on")}
                  name="ends_on"
                  type="date"
                  defaultValue={own?.ends_on ?? ""}
                />
              </FieldRow>
              <InputField
                label={t("courses.form.external_id")}
                hint={t("courses.form.external_id_about")}
                name="external_id"
                defaultValue={edited?.external_id ?? ""}
                maxLength={200}
              />
              <div className="flex justify-end gap-2">
                <Button look="quiet" onClick={() => setOpen(false)}>
                  {t("ui.cancel")}
                </Button>
                <Button type="submit" look="primary" disabled={busy}>
                  {t(busy ? "ui.saving" : "ui.save")}
                </Button>
              </div>
            </Form>
          </Dialog>
        </Suspense>
      ) : null}
    </>
  );
}
