"use client";

import { useEffect, useRef } from "react";
import { SimpleTable } from "../tables/simple-table";
import { Button } from "./button";
import { useLanguage } from "./use-language";

export type ConflictLine = {
  /** The field's label. */
  label: string;
  saved: string;
  yours: string;
};

/**
 * Two people edited the same thing: what the other saved beside what this form has, for the fields that differ, and the choice
 * between them.
 */
export function Conflict({
  lines,
  busy,
  onMine,
  onTheirs,
}: {
  lines: readonly ConflictLine[];
  busy: boolean;
  /** Saves this form over the other's edit. */
  onMine: () => void;
  /** Takes what the other saved into the form. */
  onTheirs: () => void;
}) {
  const { t } = useLanguage();
  const section = useRef<HTMLElement>(null);
  useEffect(() => section.current?.focus(), []);
  return (
    <section
      ref={section}
      role="alert"
      tabIndex={-1}
      className="grid gap-3 rounded-md bg-warn-wash px-3 py-3"
    >
      <p>{t("ui.conflict.about")}</p>
      <SimpleTable
        label={t("ui.conflict.label")}
        rows={lines.filter(({ saved, yours }) => saved !== yours)}
        rowKey={({ label }) => label}
        columns={[
          { label: t("ui.conflict.field"), cell: ({ label }) => label },
          { label: t("ui.conflict.saved"), cell: ({ saved }) => saved },
          { label: t("ui.conflict.yours"), cell: ({ yours }) => yours },
        ]}
      />
      <div className="flex flex-wrap gap-2">
        <Button look="primary" disabled={busy} onClick={onMine}>
          {t("ui.conflict.keep_yours")}
        </Button>
        <Button look="quiet" disabled={busy} onClick={onTheirs}>
          {t("ui.conflict.take_saved")}
        </Button>
      </div>
    </section>
  );
}
