"use client";

import { useRouter } from "next/navigation";
import { lazy, Suspense, useEffect, useReducer } from "react";
import { Button } from "@/components/ui/button";
import { DropZone } from "@/components/ui/drop-zone";
import { ErrorNotice } from "@/components/ui/error-notice";
import { formErrors, sameNames } from "@/components/ui/form-errors";
import { LinkButton } from "@/components/ui/link-button";
import { type Failure, requestRoute } from "@/components/ui/use-action";
import type { ImportAnswer } from "@/lib/domain/sessions/imports/schema";
import { count, decimal, plural } from "@/lib/platform/format";
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

const unreachable: Failure = {
  detail: "The server could not be reached. Nothing was imported. Try again.",
};

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
  if (!result) return { type: "failed", failure: unreachable };
  return result.ok ? { type: "answered", answer: result.value } : { type: "failed", failure: result.problem };
}

const kilobytes = (bytes: number) =>
  bytes < 1024 * 1024
    ? `${Math.max(1, Math.round(bytes / 1024))} kB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MB`;

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Imports a report: the server previews it, the reader matches its people, and only then it is written. */
export function ImportReport({
  choices,
  sessionId,
}: {
  choices: ImportChoices;
  /** The session from whose page the reader came. */
  sessionId: string | null;
}) {
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
  const { lines, rest } = linesOf(state.failure ?? { detail: "", errors: answer?.errors ?? [] });
  const { fields, whole } = formErrors(rest, shown);
  const errors = Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, sentence(text)]));
  return (
    <>
      <DropZone
        label="Attendance report"
        accept=".csv,.tsv,.txt,.json,text/csv,application/json"
        disabled={busy}
        onFile={(next) => dispatch({ type: "file", file: next, start })}
        className="mt-6 flex flex-wrap items-center gap-x-4 gap-y-3 rounded-md border border-dashed border-line-input px-5 py-6 print:hidden"
      >
        {(choose) => (
          <>
            <div className="min-w-0 flex-1 basis-60">
              <p className="truncate text-lead font-semibold">{file ? file.name : "Drop a report here"}</p>
              <p className="text-small text-ink-2">
                {file
                  ? `${kilobytes(file.size)}. Nothing is saved until you import it.`
                  : `The attendance file from ${choices.platforms}, at most 5 MB`}
              </p>
            </div>
            <Button look={file ? "plain" : "primary"} disabled={busy} onClick={choose}>
              {file ? "Choose another" : "Choose a file"}
            </Button>
          </>
        )}
      </DropZone>
      <p role="status" className="mt-2 min-h-5 text-small text-ink-2">
        {stage === "looking" ? "Reading the report" : null}
        {busy && answer ? `Importing ${plural(answer.attendees, "person", "people")}` : null}
      </p>
      <h2 className="sr-only">The report</h2>
      {state.failure && whole ? (
        <ErrorNotice title="This report cannot be imported" requestId={state.failure.request_id}>
          <p>
            {lines.length ? "Nothing was imported. Correct the file, or export the report again." : whole}
          </p>
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
              This file was already imported into{" "}
              <a href={`/sessions/${answer.session.id}`}>{answer.session.title}</a>. Importing it again would
              change nothing.
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
                  {busy ? "Importing" : `Import ${plural(answer.attendees, "person", "people")}`}
                </Button>
                <p className="text-small text-ink-2">{attendanceWords(answer)}</p>
              </div>
            </>
          ) : null}
        </Suspense>
      </fieldset>
    </>
  );
}

function Imported({ answer, onAnother }: { answer: ImportAnswer; onAnother: () => void }) {
  return (
    <div role="status" className="mt-6 border-y border-line py-5">
      <h2 className="text-h2">
        {answer.already
          ? "This file was already imported"
          : `${plural(answer.attendees, "person", "people")} imported`}
      </h2>
      <p className="mt-1 mb-4 text-ink-2">
        {answer.session.title}
        {answer.already ? ": nothing has changed." : ". You can undo it below."}
      </p>
      <div className="flex flex-wrap gap-2">
        <LinkButton look="primary" href={`/sessions/${answer.session.id}`}>
          Open the session
        </LinkButton>
        <Button onClick={onAnother}>Import another</Button>
      </div>
    </div>
  );
}

/** "This report shows 24 attended, 41.3 min on average, 22 at the peak." */
function attendanceWords({ total_attended, average_duration_minutes, peak_count }: ImportAnswer): string {
  const parts = [
    `${count(total_attended)} attended`,
    ...(average_duration_minutes === null ? [] : [`${decimal(average_duration_minutes)} min on average`]),
    ...(peak_count === null ? [] : [`${count(peak_count)} at the peak`]),
  ];
  return `This report shows ${parts.join(", ")}.`;
}
