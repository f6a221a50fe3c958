"use client";

import type { ReactNode } from "react";
import { orDash } from "@/components/tables/cells";
import { SimpleTable } from "@/components/tables/simple-table";
import { useLanguage } from "@/components/ui/use-language";
import type { RosterAnswer } from "@/lib/domain/people/imports/schema";
import type { Language } from "@/lib/language/language";

type Field = RosterAnswer["people"]["changed"][number]["changes"][number];

const valueIn = (field: Field["field"], value: string | null, { t }: Language): string => {
  if (field === "removed") return t(value === "true" ? "people.state.deactivated" : "people.state.active");
  if (field === "role" && value) return t(`people.role.${value as "student"}`);
  return orDash(value, String) as string;
};

/** The people whom a file adds and changes, by name: each list opens. */
export function PlannedPeople({ people, counts }: Pick<RosterAnswer, "people" | "counts">) {
  const language = useLanguage();
  const { t } = language;
  const { person } = counts;
  if (person.new + person.changed === 0) return null;
  const changes = people.changed.flatMap(({ name, changes }, at) =>
    changes.map((change, index) => ({ key: `${at} ${index}`, name: index === 0 ? name : "", ...change })),
  );
  return (
    <div className="mt-4 grid gap-1">
      <Opening
        summary={t("people.import.planned.new", { count: person.new })}
        of={person.new}
        shown={people.new.length}
      >
        <SimpleTable
          label={t("people.import.numbers.new", { of: "person" })}
          rows={people.new.map((one, at) => ({ ...one, key: String(at) }))}
          rowKey={({ key }) => key}
          stacked
          columns={[
            { label: t("ui.name"), cell: ({ name }) => <span className="font-medium">{name}</span> },
            { label: t("people.import.fields.email"), cell: ({ email }) => orDash(email, String) },
            { label: t("people.import.fields.role"), cell: ({ role }) => t(`people.role.${role}`) },
          ]}
        />
      </Opening>
      <Opening
        summary={t("people.import.planned.changed", { count: person.changed })}
        of={person.changed}
        shown={people.changed.length}
      >
        <SimpleTable
          label={t("people.import.planned.what")}
          rows={changes}
          rowKey={({ key }) => key}
          stacked
          columns={[
            { label: t("ui.name"), cell: ({ name }) => <span className="font-medium">{name}</span> },
            {
              label: t("people.import.planned.what"),
              cell: ({ field }) => t(field === "removed" ? "ui.status" : `people.import.fields.${field}`),
            },
            {
              label: t("people.import.planned.before"),
              cell: ({ field, before }) => valueIn(field, before, language),
            },
            {
              label: t("people.import.planned.after"),
              cell: ({ field, after }) => valueIn(field, after, language),
            },
          ]}
        />
      </Opening>
    </div>
  );
}

function Opening({
  summary,
  of,
  shown,
  children,
}: {
  summary: string;
  of: number;
  shown: number;
  children: ReactNode;
}) {
  const { t } = useLanguage();
  if (shown === 0) return null;
  return (
    <details className="text-small">
      <summary className="cursor-pointer text-ink-2">{summary}</summary>
      <div className="mt-1 mb-3 max-h-80 overflow-y-auto">{children}</div>
      {of > shown ? (
        <p className="text-ink-3">{t("people.import.missing.more", { count: of - shown })}</p>
      ) : null}
    </details>
  );
}
