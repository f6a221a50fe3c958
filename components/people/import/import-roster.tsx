"use client";

import { useRouter } from "next/navigation";
import { lazy, Suspense, useRef, useState } from "react";
import { ErrorNotice } from "@/components/ui/error-notice";
import { FileChoice } from "@/components/ui/file-choice";
import { formErrors, sameNames } from "@/components/ui/form-errors";
import { requestRoute, useAction } from "@/components/ui/use-action";
import { useLanguage } from "@/components/ui/use-language";
import type { ColumnChoices, Decisions, RosterAnswer } from "@/lib/domain/people/imports/schema";
import { columnFields, rosterBytesMax } from "@/lib/measure/roster";

// What follows a file is loaded while the server reads it.
const ColumnTable = lazy(() => import("@/components/imports/column-table"));
const RosterPreview = lazy(() => import("./roster-preview"));

/** A file, and how it is to be read: what is null is proposed by the server. */
type Look = {
  file: File;
  columns: ColumnChoices | null;
  decisions: Decisions;
  missing: "stay" | "deactivate";
};

/** What the route names in an error; the page shows its reason alone. */
const errorPaths = sameNames("file", "columns", "missing");

/** What the page says of a file of people, or of a course's results. */
const texts = {
  people: {
    label: "people.import.label",
    drop: "people.import.drop",
    about: "people.import.drop_about",
    stays: "people.import.stays",
    accept: ".csv,.tsv,.txt,.zip,text/csv,application/zip",
  },
  results: {
    label: "people.import.results_label",
    drop: "people.import.results_drop",
    about: "people.import.results_about",
    stays: "people.import.results_stay",
    accept: ".csv,.tsv,.txt,text/csv",
  },
} as const;

/**
 * Imports a file through this route, into this school or the course that the route names: the server says what each row would change, and
 * only then it is written.
 */
export function ImportRoster({
  of,
  route,
  schoolId,
}: {
  of: keyof typeof texts;
  route: string;
  schoolId?: string;
}) {
  const { t, beginSentence } = useLanguage();
  const router = useRouter();
  const [look, setLook] = useState<Look | null>(null);
  const [answer, setAnswer] = useState<RosterAnswer | null>(null);
  const latest = useRef<Look | null>(null);
  const send = ({ file, columns, decisions, missing }: Look, commit: boolean) => {
    const body = new FormData();
    body.set("file", file);
    if (columns) body.set("columns", JSON.stringify(columns));
    body.set("decisions", JSON.stringify(decisions));
    const query = new URLSearchParams({
      ...{ commit: String(commit), missing },
      ...(schoolId ? { school_id: schoolId } : {}),
    });
    return requestRoute<RosterAnswer>(`${route}?${query}`, { method: "POST", body });
  };
  const kept = t("people.import.nothing_saved");
  const looking = useAction((given: Look) => send(given, false), {
    kept,
    done: (summary, given) => {
      // Another choice was made meanwhile.
      if (latest.current === given) setAnswer(summary);
      return undefined;
    },
  });
  const clear = () => {
    latest.current = null;
    setLook(null);
    setAnswer(null);
  };
  const importing = useAction((given: Look) => send(given, true), {
    kept,
    done: () => {
      clear();
      router.refresh();
      return t("people.import.begun");
    },
  });
  const show = (next: Look) => {
    setLook(next);
    latest.current = next;
    if (next.file.size <= rosterBytesMax) looking.run(next);
  };
  const file = look?.file ?? null;
  const tooLarge = file && file.size > rosterBytesMax;
  const failure = looking.problem ?? importing.problem;
  const { fields, whole } = formErrors(failure, errorPaths);
  const reason = tooLarge
    ? t("people.import.too_large", { megabytes: rosterBytesMax / 1024 / 1024 })
    : (whole ?? Object.values(fields).map(beginSentence).join(" "));
  const busy = looking.busy || importing.busy;
  const table = answer?.table;
  return (
    <>
      <FileChoice
        file={file}
        label={t(texts[of].label)}
        title={t(texts[of].drop)}
        about={t(texts[of].about, { megabytes: rosterBytesMax / 1024 / 1024 })}
        accept={texts[of].accept}
        disabled={importing.busy}
        onFile={(given) => {
          setAnswer(null);
          show({ file: given, columns: null, decisions: {}, missing: "stay" });
        }}
      />
      <p role="status" className="mt-2 min-h-5 text-small text-ink-2">
        {looking.busy ? t("people.import.reading") : null}
      </p>
      {reason && !busy ? (
        <ErrorNotice title={t("people.import.refused")} requestId={failure?.request_id}>
          {reason}
        </ErrorNotice>
      ) : null}
      {look && answer ? (
        <Suspense>
          {table ? (
            <ColumnTable
              file={look.file.name}
              rows={answer.files.reduce((sum, { rows }) => sum + rows, 0)}
              {...table}
              fields={columnFields.map((field) => [field, t(`people.import.fields.${field}`)] as const)}
              missing={table.missing.length ? t("people.import.columns_missing") : null}
              // Other columns are other doubts.
              onChoice={(columns) => show({ ...look, columns: columns as ColumnChoices, decisions: {} })}
            />
          ) : null}
          {table?.missing.length ? null : (
            <RosterPreview
              key={JSON.stringify(look.columns)}
              answer={answer}
              stays={t(texts[of].stays)}
              name={look.file.name}
              decisions={look.decisions}
              onDecide={(key, decision) => {
                const { [key]: _, ...others } = look.decisions;
                show({ ...look, decisions: decision ? { ...others, [key]: decision } : others });
              }}
              missing={look.missing}
              onMissing={(missing) => show({ ...look, missing })}
              busy={busy}
              importing={importing.busy}
              onImport={() => importing.run(look)}
              onCancel={clear}
            />
          )}
        </Suspense>
      ) : null}
    </>
  );
}
