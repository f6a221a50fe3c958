"use client";

import { SimpleTable } from "@/components/tables/simple-table";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { FormButton } from "@/components/ui/dialog-button";
import { emptyToNull } from "@/components/ui/edit-form";
import { Empty } from "@/components/ui/empty";
import { saveAt, sendJson } from "@/components/ui/send-json";
import { useLanguage } from "@/components/ui/use-language";
import type { TermRow } from "@/lib/domain/courses/classes/schema";
import { externalIdField } from "./course-form";

/** A term with its days as a text. */
export type ShownTerm = TermRow & { days: string };

/** The terms of a school; an admin makes, edits and deletes them. */
export function Terms({ terms, canEdit }: { terms: ShownTerm[]; canEdit: boolean }) {
  const { t, count } = useLanguage();
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
                        action={() => sendJson("DELETE", `/api/terms/${term.id}`)}
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
  const save = saveAt("/api/terms", edited);
  return (
    <FormButton
      button={{
        look: edited ? "tool" : "primary",
        "aria-label": edited ? t("courses.lessons.edit_of", { title: edited.name }) : undefined,
        children: t(edited ? "ui.edit" : "courses.terms.add"),
      }}
      title={t(edited ? "courses.terms.edit" : "courses.terms.add")}
      start={{ ...edited }}
      fields={[
        { name: "name", label: t("ui.name"), maxLength: 200, autoFocus: true },
        [
          { name: "starts_on", label: t("courses.classes.starts_on"), type: "date" },
          { name: "ends_on", label: t("courses.classes.ends_on"), type: "date" },
        ],
        externalIdField(t),
      ]}
      save={({ external_id, ...others }, revision) =>
        save({ ...others, ...emptyToNull({ external_id }) }, revision)
      }
      kept={t("courses.form.nothing_saved")}
      done={() => t("courses.terms.saved")}
    />
  );
}
