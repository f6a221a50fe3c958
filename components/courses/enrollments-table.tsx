"use client";

import { useMemo } from "react";
import { PersonLink } from "@/components/learners/person-link";
import { type Shown, time } from "@/components/tables/cells";
import type { Column } from "@/components/tables/column";
import { DataTable } from "@/components/tables/data-table";
import { Pager } from "@/components/tables/pager";
import { FilterMenu, SearchField, Toolbar } from "@/components/tables/toolbar";
import { type PageOf, useDataTable } from "@/components/tables/use-data-table";
import { Button } from "@/components/ui/button";
import { useSend } from "@/components/ui/send-json";
import { notify } from "@/components/ui/toast";
import { useLanguage } from "@/components/ui/use-language";
import type { EnrollmentRow } from "@/lib/domain/courses/enrollments/schema";
import type { Language } from "@/lib/language/language";

export type ShownEnrollment = EnrollmentRow & { enrolled: Shown };

const columnsIn = (
  { t }: Language,
  remove: ((row: ShownEnrollment) => void) | null,
): Column<ShownEnrollment>[] => [
  {
    id: "name",
    label: t("ui.name"),
    fixed: true,
    sortable: true,
    cell: (row) => (
      <PersonLink userId={row.user_id} className="font-medium">
        {row.name}
      </PersonLink>
    ),
    detail: (row) => row.email ?? row.username ?? row.external_id,
    className: "min-w-40",
  },
  { id: "class", label: t("courses.people.class"), sortable: true, cell: (row) => row.class_name },
  {
    id: "enrolled",
    label: t("courses.people.enrolled"),
    sortable: true,
    first: "down",
    cell: (row) => time(row.enrolled),
  },
  ...(remove
    ? [
        {
          id: "actions",
          label: t("ui.action"),
          align: "end" as const,
          cell: (row: ShownEnrollment) => (
            <Button
              look="tool"
              className="-mr-2"
              aria-label={t("courses.form.remove_instructor", { name: row.name })}
              onClick={() => remove(row)}
            >
              {t("courses.form.remove")}
            </Button>
          ),
        },
      ]
    : []),
];

/** Who takes a course: searched, filtered by class, sorted and paged by the server. */
export function EnrollmentsTable({
  courseId,
  rows,
  total,
  limit,
  classes,
  narrowed,
  canEdit,
}: PageOf<ShownEnrollment> & {
  courseId: string;
  classes: { value: string; label: string }[];
  narrowed: boolean;
  canEdit: boolean;
}) {
  const language = useLanguage();
  const { t } = language;
  const send = useSend();
  const path = `/api/courses/${courseId}/enrollments`;
  const remove = async ({ user_id, class_id, name }: ShownEnrollment) => {
    if (!(await send("DELETE", `${path}/${user_id}`))) return;
    notify(t("courses.people.removed", { name }), {
      undo: () => void send("POST", path, { class_id, people: [{ user_id }] }),
    });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: what removes a row is the same for every render
  const columns = useMemo(
    () => columnsIn(language, canEdit ? (row) => void remove(row) : null),
    [language, canEdit],
  );
  const table = useDataTable({
    name: "people",
    columns,
    rows,
    rowId: (row) => row.user_id,
    limit,
    total,
    defaultSort: byName,
  });
  return (
    <>
      <Toolbar end={t("courses.people.count", { count: total })}>
        <SearchField name="people" label={t("courses.people.search")} />
        {classes.length ? (
          <FilterMenu name="people" filter="class_id" label={t("courses.people.class")} options={classes} />
        ) : null}
      </Toolbar>
      <DataTable
        table={table}
        label={t("courses.people.title")}
        height="tall"
        empty={
          <p className="py-6 text-ink-2">
            {t(narrowed ? "courses.people.no_match" : "courses.people.none_about")}
          </p>
        }
      />
      <Pager table={table} noun="people" />
    </>
  );
}

const byName = { id: "name", desc: false };
