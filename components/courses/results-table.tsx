"use client";

import { useMemo } from "react";
import { PersonLink } from "@/components/learners/person-link";
import { orDash, type Shown, time } from "@/components/tables/cells";
import type { Column } from "@/components/tables/column";
import { DataTable } from "@/components/tables/data-table";
import { Pager } from "@/components/tables/pager";
import { FilterMenu, SearchField, Toolbar } from "@/components/tables/toolbar";
import { type PageOf, useDataTable } from "@/components/tables/use-data-table";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { sendJson } from "@/components/ui/send-json";
import { useLanguage } from "@/components/ui/use-language";
import type { ResultRow } from "@/lib/domain/courses/results/schema";
import type { Language } from "@/lib/language/language";

export type ShownResult = Pick<
  ResultRow,
  "id" | "user_id" | "name" | "email" | "assessment_title" | "kind" | "attempt" | "points" | "maximum_points"
> &
  Pick<ResultRow, "score_percentage" | "recorded_by"> & { submitted: Shown | null; answers: number };

const columnsIn = (language: Language, path: string | null): Column<ShownResult>[] => {
  const { t, count, percent } = language;
  return [
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
      detail: (row) => row.email,
      className: "min-w-40",
    },
    {
      id: "assessment",
      label: t("courses.results.assessment"),
      sortable: true,
      cell: (row) => row.assessment_title,
      detail: (row) => t(`courses.results.kinds.${row.kind}`),
      className: "min-w-40",
    },
    {
      id: "attempt",
      label: t("courses.results.attempt"),
      align: "end",
      cell: (row) => count(row.attempt),
    },
    {
      id: "points",
      label: t("courses.results.points"),
      align: "end",
      cell: ({ points, maximum_points: maximum }) => (
        <span className="whitespace-nowrap">
          {points === null
            ? t("courses.results.no_points")
            : t("courses.results.points_of", { points, maximum })}
        </span>
      ),
    },
    {
      id: "score",
      label: t("ui.score"),
      align: "end",
      sortable: true,
      first: "down",
      cell: (row) => orDash(row.score_percentage, percent),
    },
    {
      id: "submitted",
      label: t("courses.results.submitted"),
      sortable: true,
      first: "down",
      cell: (row) => orDash(row.submitted, time),
    },
    {
      id: "recorded_by",
      label: t("courses.results.recorded_by"),
      hidden: true,
      cell: (row) => orDash(row.recorded_by, (name) => name),
    },
    ...(path
      ? [
          {
            id: "actions",
            label: t("ui.action"),
            align: "end" as const,
            cell: (row: ShownResult) => <DeleteResult row={row} path={path} />,
          },
        ]
      : []),
  ];
};

function DeleteResult({ row, path }: { row: ShownResult; path: string }) {
  const { t } = useLanguage();
  const { id, name, assessment_title: title, attempt, answers } = row;
  const label = t("courses.results.result_delete_of", { name, title, attempt });
  return (
    <ConfirmButton
      button={{
        look: "tool",
        className: "-mr-2",
        "aria-label": label,
        children: t("courses.results.delete"),
      }}
      title={label}
      description={t("courses.results.result_delete_about", { answers })}
      confirm={t("courses.results.delete")}
      confirming={t("ui.deleting")}
      cancel={t("ui.cancel")}
      done={t("courses.results.result_deleted")}
      action={() => sendJson("DELETE", `${path}/${id}`)}
    />
  );
}

/** The results of a course's people: searched, filtered by assessment, sorted and paged by the server. */
export function ResultsTable({
  courseId,
  rows,
  total,
  limit,
  assessments,
  narrowed,
  canEdit,
}: PageOf<ShownResult> & {
  courseId: string;
  assessments: { value: string; label: string }[];
  narrowed: boolean;
  canEdit: boolean;
}) {
  const language = useLanguage();
  const { t } = language;
  const path = canEdit ? `/api/courses/${courseId}/results` : null;
  const columns = useMemo(() => columnsIn(language, path), [language, path]);
  const table = useDataTable({
    name: "results",
    columns,
    rows,
    rowId: (row) => row.id,
    limit,
    total,
    defaultSort: latest,
  });
  return (
    <>
      <Toolbar end={t("courses.results.list_count", { count: total })}>
        <SearchField name="results" label={t("courses.results.search")} />
        <FilterMenu
          name="results"
          filter="assessment_id"
          label={t("courses.results.assessment")}
          options={assessments}
        />
      </Toolbar>
      <DataTable
        table={table}
        label={t("courses.results.list")}
        height="tall"
        empty={
          <p className="py-6 text-ink-2">
            {t(
              narrowed
                ? "courses.results.no_match"
                : canEdit
                  ? "courses.results.no_results"
                  : "courses.results.no_results_assistant",
            )}
          </p>
        }
      />
      <Pager table={table} />
    </>
  );
}

const latest = { id: "submitted", desc: true };
