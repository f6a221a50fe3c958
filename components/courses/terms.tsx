"use client";

import { useRouter } from "next/navigation";
import { lazy, Suspense, useRef, useState } from "react";
import { SimpleTable } from "@/components/tables/simple-table";
import { Button } from "@/components/ui/button";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { Empty } from "@/components/ui/empty";
import { FieldRow, Form, InputField } from "@/components/ui/form";
import { sameNames, useFormAction } from "@/components/ui/form-errors";
import { saveOne, sendJson } from "@/components/ui/send-json";
import { useLanguage } from "@/components/ui/use-language";
import type { TermRow } from "@/lib/domain/courses/classes/schema";

const Dialog = lazy(() => import("@/components/ui/dialog"));
const fields = sameNames("name", "starts_on", "ends_on", "external_id");

/** A term with its days as a text. */
export type ShownTerm = TermRow & { days: string };

/** The terms of a school; an admin makes, edits and deletes them. */
export function Terms({ terms, canEdit }: { terms: ShownTerm[]; canEdit: boolean }) {
  const { t, count } = useLanguage();
  const router = useRouter();
  const add = canEdit ? <TermDialog edited={null} /> : null;
  if (terms.length === 0)
    return (
      <Empty place="page" title={t("courses.terms.none")} actions={add}>
        {t("courses.terms.none_about", { admin: canEdit ? "yes" : "no" })}
      </Empty>
    );
  return (
    <div className="mt-6 grid gap-4">
      {add ? <div>{add}</div> : null}
      <SimpleTable
        label={t("courses.terms.title")}
        rows={terms}
        rowKey={({ id }) => id}
        wide
        columns={[
          { label: t("ui.name"), cell: ({ name }) => <span className="font-medium">{name}</span> },
          { label: t("courses.classes.days"), cell: ({ days }) => days },
          { label: t("courses.table.classes"), align: "end", cell: ({ classes }) => count(classes) },
          ...(canEdit
            ? [
                {
                  label: t("ui.action"),
                  align: "end" as const,
                  className: "print:hidden",
                  cell: (term: ShownTerm) => (
                    <span className="-mr-2 inline-flex">
                      <TermDialog edited={term} />
                      <ConfirmButton
                        button={{
                          look: "tool",
                          "aria-label": t("courses.terms.delete_of", { name: term.name }),
                          children: t("courses.terms.delete"),
                        }}
                        title={t("courses.terms.delete_of", { name: term.name })}
                        description={t("courses.terms.delete_about", { count: term.classes })}
                        confirm={t("courses.terms.delete")}
                        confirming={t("ui.deleting")}
                        cancel={t("ui.cancel")}
                        done={t("courses.terms.deleted")}
                        action={async () => {
                          const answer = await sendJson("DELETE", `/api/terms/${term.id}`);
                          if (answer.ok) router.refresh();
                          return answer;
                        }}
                      />
                    </span>
                  ),
                },
              ]
            : []),
        ]}
      />
    </div>
  );
}

function TermDialog({ edited }: { edited: ShownTerm | null }) {
  const { t } = useLanguage();
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const pressed = useRef<HTMLButtonElement>(null);
  const { run, busy, errors } = useFormAction(
    (item: Record<string, unknown>) =>
      edited
        ? sendJson<unknown>("PATCH", `/api/terms/${edited.id}`, { ...item, revision: edited.revision })
        : saveOne("/api/terms", item),
    {
      fields,
      kept: t("courses.form.nothing_saved"),
      done: () => {
        setOpen(false);
        router.refresh();
        return t("courses.terms.saved");
      },
    },
  );
  return (
    <>
      <Button
        ref={pressed}
        look={edited ? "tool" : "primary"}
        aria-label={edited ? t("courses.lessons.edit_of", { title: edited.name }) : undefined}
        onClick={() => setOpen(true)}
      >
        {t(edited ? "ui.edit" : "courses.terms.add")}
      </Button>
      {open ? (
        <Suspense>
          <Dialog
            title={t(edited ? "courses.terms.edit" : "courses.terms.add")}
            returnTo={pressed}
            onClose={() => setOpen(false)}
          >
            <Form
              errors={errors}
              noValidate
              className="mt-4 gap-4"
              onGiven={(given) => {
                const text = (name: string) => String(given.get(name) ?? "").trim();
                run({
                  name: text("name"),
                  starts_on: text("starts_on"),
                  ends_on: text("ends_on"),
                  external_id: text("external_id") || null,
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
              <FieldRow>
                <InputField
                  label={t("courses.classes.starts_on")}
                  name="starts_on"
                  type="date"
                  defaultValue={edited?.starts_on}
                />
                <InputField
                  label={t("courses.classes.ends_on")}
                  name="ends_on"
                  type="date"
                  defaultValue={edited?.ends_on}
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
