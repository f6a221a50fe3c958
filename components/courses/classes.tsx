"use client";

import { SimpleTable } from "@/components/tables/simple-table";
import { Button } from "@/components/ui/button";
import { FormButton } from "@/components/ui/dialog-button";
import { emptyToNull } from "@/components/ui/edit-form";
import { Empty } from "@/components/ui/empty";
import { SectionHead } from "@/components/ui/section";
import { saveAt, useSend } from "@/components/ui/send-json";
import { notify } from "@/components/ui/toast";
import { useLanguage } from "@/components/ui/use-language";
import type { ClassRow } from "@/lib/domain/courses/classes/schema";
import { ArchivedList } from "./archived-list";
import { externalIdField } from "./course-form";

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
        tools={classes.length && add ? <span className="mr-2">{add}</span> : null}
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
      {canEdit ? (
        <ArchivedList
          title={t("courses.classes.archived_count", { count: archived.length })}
          items={archived}
          nameOf={({ name }) => name}
          onRestore={(one) => void archive(one, false)}
        />
      ) : null}
    </>
  );
}

/** A button and its dialog, which makes a class or edits one. */
function ClassDialog({ path, terms, edited }: { path: string; terms: Term[]; edited: ShownClass | null }) {
  const { t } = useLanguage();
  const save = saveAt(path, edited);
  return (
    <FormButton
      button={{
        look: edited ? "tool" : "plain",
        "aria-label": edited ? t("courses.lessons.edit_of", { title: edited.name }) : undefined,
        children: t(edited ? "ui.edit" : "courses.classes.add"),
      }}
      title={t(edited ? "courses.classes.edit" : "courses.classes.new")}
      // Days of its term are not its own.
      start={{ ...edited, ...(edited?.own_days ? {} : { starts_on: null, ends_on: null }) }}
      fields={[
        { name: "name", label: t("ui.name"), maxLength: 200, autoFocus: true },
        {
          name: "term_id",
          label: t("courses.classes.term"),
          hint: terms.length ? undefined : t("courses.classes.no_terms"),
          options: { none: t("courses.classes.no_term"), of: terms.map(({ id, name }) => [id, name]) },
        },
        [
          {
            name: "starts_on",
            label: t("courses.classes.starts_on"),
            hint: t("courses.classes.days_about"),
            type: "date",
          },
          { name: "ends_on", label: t("courses.classes.ends_on"), type: "date" },
        ],
        externalIdField(t),
      ]}
      save={({ name, ...others }, revision) => save({ name, ...emptyToNull(others) }, revision)}
      kept={t("courses.form.nothing_saved")}
      done={() => t(edited ? "courses.classes.saved" : "courses.classes.made")}
    />
  );
}
