"use client";

import { useRouter } from "next/navigation";
import { lazy, Suspense, useEffect, useReducer } from "react";
import { Button } from "@/components/ui/button";
import { ErrorNotice } from "@/components/ui/error-notice";
import { FileChoice } from "@/components/ui/file-choice";
import { formErrors, sameNames } from "@/components/ui/form-errors";
import { LinkButton } from "@/components/ui/link-button";
import { requestRoute } from "@/components/ui/use-action";
import { useLanguage } from "@/components/ui/use-language";
import type { ImportAnswer } from "@/lib/domain/sessions/imports/schema";
import type { Language } from "@/lib/language/language";
import type { ImportChoices } from "./destination";
import {
  type Decisions,
  emptyImport,
  type ImportEvent,
  importAddress,
  importReducer,
  type Look,
  linesOf,
} from "./import-state";

// What follows a file is loaded while the server reads it.
const ImportDestination = lazy(() => import("./destination"));
const ImportPeople = lazy(() => import("./people"));
const ImportSummary = lazy(() => import("./summary"));
const ProblemLines = lazy(async () => ({ default: (await import("./summary")).ProblemLines }));

async function send(
  look: Look,
  decisions: Decisions,
  { commit, signal }: { commit: boolean; signal?: AbortSignal },
): Promise<ImportEvent> {
  const body = new FormData();
  body.set("file", look.file);
  body.set("decisions", JSON.stringify(decisions));
  const result = await requestRoute<ImportAnswer>(importAddress(look, commit), {
    method: "POST",
    body,
    signal,
  }).catch(() => null);
  if (!result) return { type: "failed", failure: "unreachable" };
  return result.ok ? { type: "answered", answer: result.value } : { type: "failed", failure: result.problem };
}

/** Imports a report: the server previews it, the reader matches its people, and only then it is written. */
export function ImportReport({
  choices,
  sessionId,
}: {
  choices: ImportChoices;
  /** The session from whose page the reader came. */
  sessionId: string | null;
}) {
  const language = useLanguage();
  const { t, beginSentence } = language;
  const router = useRouter();
  const start = {
    reading: { zone: choices.time_zone, date_order: null, day: null },
    destination: {
      session_id: sessionId,
      title: "",
      course_id: choices.courses.length === 1 ? choices.courses[0]!.id : null,
      instructor_id: null,
    },
  };
  const [state, dispatch] = useReducer(importReducer, start, emptyImport);
  const { stage, file, reading, destination, decisions, answer, look } = state;

  useEffect(() => {
    if (!look) return;
    const leaving = new AbortController();
    const { signal } = leaving;
    void send(look, {}, { commit: false, signal }).then((event) => {
      if (!signal.aborted) dispatch(event);
    });
    return () => leaving.abort();
  }, [look]);

  async function runImport() {
    if (!file) return;
    dispatch({ type: "import" });
    const event = await send({ file, reading, destination }, decisions, { commit: true });
    dispatch(event);
    if (event.type === "answered") router.refresh();
  }

  if (stage === "imported" && answer)
    return <Imported answer={answer} onAnother={() => dispatch({ type: "again", start })} />;

  const failure =
    typeof state.failure === "string" ? { detail: t(`imports.report.${state.failure}`) } : state.failure;
  const busy = stage === "importing";
  const isNew = destination.session_id === null;
  // An error is shown at its field if the field is on the screen.
  const shown = answer
    ? sameNames(
        "session_id",
        ...(isNew ? ["title", "course_id"] : []),
        ...(isNew && choices.instructors ? ["instructor_id"] : []),
        ...(answer.zone ? ["zone"] : []),
        ...(answer.clock_only ? ["day"] : []),
        ...(answer.date_order ? ["date_order"] : []),
      )
    : {};
  const { lines, rest } = linesOf(failure ?? { detail: "", errors: answer?.errors ?? [] });
  const { fields, whole } = formErrors(rest, shown);
  const errors = Object.fromEntries(
    Object.entries(fields).map(([name, text]) => [name, beginSentence(text)]),
  );
  return (
    <>
      <FileChoice
        file={file}
        label={t("imports.report.label")}
        title={t("imports.report.drop")}
        about={t("imports.report.drop_about", { platforms: choices.platforms })}
        accept=".csv,.tsv,.txt,.json,text/csv,application/json"
        disabled={busy}
        onFile={(next) => dispatch({ type: "file", file: next, start })}
      />
      <p role="status" className="mt-2 min-h-5 text-small text-ink-2">
        {stage === "looking" ? t("imports.report.reading") : null}
        {busy && answer ? t("imports.report.importing_people", { count: answer.attendees }) : null}
      </p>
      <h2 className="sr-only">{t("imports.report.head")}</h2>
      {failure && whole ? (
        <ErrorNotice title={t("imports.report.refused")} requestId={failure.request_id}>
          <p>{lines.length ? t("imports.report.refused_lines") : whole}</p>
          <Suspense>
            <ProblemLines problems={lines} />
          </Suspense>
        </ErrorNotice>
      ) : null}
      {/* Nothing can be changed while the import runs. */}
      <fieldset disabled={busy} className="contents">
        <Suspense>
          {answer ? (
            <>
              <ImportSummary
                answer={answer}
                formatName={choices.formats[answer.format] ?? answer.format}
                choices={reading}
                errors={errors}
                onChoices={(next) => dispatch({ type: "reading", reading: next })}
              />
              {errors.day ? null : (
                <ImportDestination
                  destination={destination}
                  choices={choices}
                  nearby={answer.nearby}
                  errors={errors}
                  onDestination={(next) => dispatch({ type: "destination", destination: next })}
                />
              )}
            </>
          ) : null}
          {answer?.already ? (
            <p className="mt-8">
              {t.rich("imports.report.already_into", {
                title: answer.session.title,
                link: (title) => (
                  <a href={`/sessions/${answer.session.id}`} className="underline">
                    {title}
                  </a>
                ),
              })}
            </p>
          ) : answer && answer.errors.length === 0 ? (
            <>
              <ImportPeople
                answer={answer}
                decisions={decisions}
                onDecisions={(next) => dispatch({ type: "decisions", decisions: next })}
              />
              <div className="mt-8 flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line pt-5">
                <Button look="primary" disabled={stage !== "ready"} onClick={() => void runImport()}>
                  {busy
                    ? t("imports.report.importing")
                    : t("imports.report.import_people", { count: answer.attendees })}
                </Button>
                <p className="text-small text-ink-2">{attendanceWords(answer, language)}</p>
              </div>
            </>
          ) : null}
        </Suspense>
      </fieldset>
    </>
  );
}

function Imported({ answer, onAnother }: { answer: ImportAnswer; onAnother: () => void }) {
  const { t } = useLanguage();
  const { title } = answer.session;
  return (
    <div role="status" className="mt-6 border-y border-line py-5">
      <h2 className="text-h2">
        {answer.already
          ? t("imports.report.already")
          : t("imports.report.people_imported", { count: answer.attendees })}
      </h2>
      <p className="mt-1 mb-4 text-ink-2">
        {t(answer.already ? "imports.report.nothing_changed" : "imports.report.undo_below", { title })}
      </p>
      <div className="flex flex-wrap gap-2">
        <LinkButton look="primary" href={`/sessions/${answer.session.id}`}>
          {t("imports.report.open_session")}
        </LinkButton>
        <Button onClick={onAnother}>{t("imports.report.import_another")}</Button>
      </div>
    </div>
  );
}

/** "This report shows 24 attended, 41.3 min on average, 22 at the peak." */
function attendanceWords(
  { total_attended, average_duration_minutes, peak_count }: ImportAnswer,
  { t, count, decimal }: Language,
): string {
  return t("imports.report.shows", {
    attended: total_attended,
    average: average_duration_minutes === null ? "none" : decimal(average_duration_minutes),
    peak: peak_count === null ? "none" : count(peak_count),
  });
}
