"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { ErrorNotice } from "@/components/ui/error-notice";
import { LinkButton } from "@/components/ui/link-button";
import type { ImportAnswer } from "@/lib/domain/sessions/imports/schema";
import { count, decimal, plural } from "@/lib/platform/format";
import { ImportDrop } from "./import-drop";
import {
  type Choice,
  type Destination,
  type ImportProblem,
  importAddress,
  type Reading,
  type ReadingChoices,
  sendReport,
} from "./import-reading";
import { type ImportChoices, ImportInto } from "./into";
import { ImportPeople } from "./people";
import { ImportLines, ImportUnderstood } from "./understood";
import { useReportWorker } from "./use-report-worker";

/** As the route has it: a larger file would only be refused later. */
const bytesMax = 5 * 1024 * 1024;

const unreachable: ImportProblem = {
  fields: {},
  detail: "The server could not be reached. Nothing was kept: try again.",
  lines: [],
  request_id: null,
};
const problemWith = (detail: string): ImportProblem => ({ ...unreachable, detail });

type Stage = "idle" | "reading" | "looking" | "ready" | "importing";

/** Brings a report in: read in the browser, matched by the server, decided by a person, and only then kept. */
export function ImportReport({
  choices,
  into,
}: {
  choices: ImportChoices;
  /** The session from whose page the reader came. */
  into: string | null;
}) {
  const router = useRouter();
  const read = useReportWorker();
  const fresh = { zone: choices.time_zone, date_order: null, day: null };
  const nowhere: Destination = {
    session_id: into,
    title: "",
    course_id: choices.courses.length === 1 ? choices.courses[0]!.id : null,
    instructor_id: null,
  };
  const [stage, setStage] = useState<Stage>("idle");
  const [file, setFile] = useState<File | null>(null);
  const [how, setHow] = useState<ReadingChoices>(fresh);
  const [reading, setReading] = useState<Reading | null>(null);
  const [to, setTo] = useState(nowhere);
  const [answer, setAnswer] = useState<ImportAnswer | null>(null);
  const [decisions, setDecisions] = useState<Record<number, Choice>>({});
  const [problem, setProblem] = useState<ImportProblem | null>(null);
  const [done, setDone] = useState<ImportAnswer | null>(null);
  const asking = useRef<AbortController>(null);
  // A choice of the reader's is never changed for them.
  const chosen = useRef(into !== null);

  function begin(next: File) {
    asking.current?.abort();
    chosen.current = into !== null;
    setFile(next);
    setHow(fresh);
    setTo(nowhere);
    setDecisions({});
    setDone(null);
    setReading(null);
    if (next.size > bytesMax) {
      setAnswer(null);
      setStage("idle");
      return setProblem(problemWith("The file is larger than 5 MB, which no attendance report is."));
    }
    void understand(next, fresh, nowhere);
  }

  async function understand(report: File, choice: ReadingChoices, destination: Destination) {
    setStage("reading");
    setProblem(null);
    setAnswer(null);
    try {
      const understood = await read(report, choice);
      setReading(understood);
      if (!understood) {
        setStage("idle");
        return setProblem(
          problemWith(
            "This is not a report that is understood. Bring the attendance file as Zoom (CSV), Teams (CSV), Meet (CSV) or BigBlueButton (JSON) gives it.",
          ),
        );
      }
      const named = destination.title
        ? destination
        : { ...destination, title: understood.title ?? stem(report) };
      setTo(named);
      const errors = understood.problems.filter(({ level }) => level === "error");
      // A missing day can be given; what else stops an import is in the file.
      if (errors.length && !understood.clockOnly) {
        setReading(null);
        setStage("idle");
        return setProblem({
          ...problemWith(
            "The file cannot be read as it is. Get it anew from where it came, or mend these lines.",
          ),
          lines: errors.map(({ line, message }) => ({ path: `line ${line}`, message })),
        });
      }
      if (errors.length) return setStage("idle");
      await look(report, choice, named);
    } catch {
      setReading(null);
      setStage("idle");
      setProblem(problemWith("The file could not be read on this machine. Nothing was kept: try again."));
    }
  }

  /** Asks the server who these people are and what the report comes to. */
  async function look(report: File, choice: ReadingChoices, destination: Destination): Promise<void> {
    asking.current?.abort();
    const mine = new AbortController();
    asking.current = mine;
    setStage("looking");
    setProblem(null);
    try {
      const result = await sendReport(importAddress(choice, destination, false), report, {}, mine.signal);
      if (mine.signal.aborted) return;
      const near = "answer" in result ? result.answer.nearby[0] : undefined;
      if (near && !chosen.current && destination.session_id === null) {
        chosen.current = true;
        const nearest = { ...destination, sessionId: near.session_id };
        setTo(nearest);
        return await look(report, choice, nearest);
      }
      if ("answer" in result) setAnswer(result.answer);
      else setProblem(result.problem);
      setStage("answer" in result ? "ready" : "idle");
    } catch (error) {
      if (mine.signal.aborted) return;
      setStage("idle");
      setProblem(error instanceof Error ? unreachable : problemWith(String(error)));
    }
  }

  function changeTo(next: Destination) {
    const elsewhere = next.session_id !== to.session_id;
    chosen.current ||= elsewhere;
    setTo(next);
    // Whom a name may mean depends on the course, and what counts on the session; a title changes neither.
    const matters = elsewhere || next.course_id !== to.course_id || next.instructor_id !== to.instructor_id;
    if (file && matters) void look(file, how, next);
  }

  async function bring() {
    if (!file) return;
    setStage("importing");
    setProblem(null);
    try {
      const result = await sendReport(importAddress(how, to, true), file, decisions);
      if ("problem" in result) {
        setProblem(result.problem);
        return setStage("ready");
      }
      setDone(result.answer);
      setStage("idle");
      router.refresh();
    } catch {
      setProblem(unreachable);
      setStage("ready");
    }
  }

  const busy = stage === "importing";
  const wrong = problem?.fields ?? {};
  const shown: Record<string, unknown> = {
    session_id: true,
    title: !to.session_id,
    course_id: !to.session_id,
    instructor_id: !to.session_id && choices.instructors,
    zone: reading?.zone_assumed,
    day: reading?.clockOnly,
    date_order: reading?.date_order,
  };
  // What is wrong with a field is said there, if it is to be seen.
  const unplaced = problem && !(reading && Object.keys(wrong).some((name) => shown[name]));
  const lines = answer?.problems ?? reading?.problems ?? [];
  if (done)
    return (
      <Brought
        answer={done}
        onMore={() => [setDone(null), setFile(null), setReading(null), setAnswer(null)]}
      />
    );
  return (
    <>
      <ImportDrop file={file} disabled={busy} onFile={begin} />
      <p role="status" className="mt-2 min-h-5 text-small text-ink-2">
        {stage === "reading"
          ? "Reading the file"
          : stage === "looking"
            ? "Looking for the people in it"
            : null}
        {busy && answer ? `Importing ${plural(answer.attendees, "person", "people")}` : null}
      </p>
      <h2 className="sr-only">The report</h2>
      {unplaced ? (
        <ErrorNotice title="This report cannot be imported" requestId={problem.request_id ?? undefined}>
          <p>{problem.detail}</p>
          <ImportLines
            problems={problem.lines.map(({ path, message }) => ({ line: lineOf(path), message }))}
          />
        </ErrorNotice>
      ) : null}
      {file && reading ? (
        <>
          <ImportUnderstood
            reading={reading}
            choices={how}
            problems={lines}
            wrong={wrong}
            disabled={busy}
            onChoices={(next) => {
              setHow(next);
              void understand(file, next, to);
            }}
          />
          {reading.problems.some(({ level }) => level === "error") ? null : (
            <ImportInto
              to={to}
              choices={choices}
              nearby={answer?.nearby ?? []}
              wrong={wrong}
              disabled={busy}
              onTo={changeTo}
            />
          )}
        </>
      ) : null}
      {answer?.already ? (
        <p className="mt-8">
          This very file was imported before.{" "}
          <a href={`/sessions/${answer.session.id}`}>{answer.session.title}</a> holds what it says; importing
          it again would change nothing.
        </p>
      ) : answer ? (
        <>
          <ImportPeople answer={answer} decisions={decisions} disabled={busy} onDecisions={setDecisions} />
          <div className="mt-8 flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line pt-5">
            <Button look="primary" disabled={stage !== "ready"} onClick={() => void bring()}>
              {busy ? "Importing" : `Import ${plural(answer.attendees, "person", "people")}`}
            </Button>
            <p className="text-small text-ink-2">{comesTo(answer)}</p>
          </div>
        </>
      ) : null}
    </>
  );
}

function Brought({ answer, onMore }: { answer: ImportAnswer; onMore: () => void }) {
  return (
    <div role="status" className="mt-6 border-y border-line py-5">
      <h2 className="text-h2">
        {answer.already
          ? "This file was imported before"
          : `${plural(answer.attendees, "person is", "people are")} in`}
      </h2>
      <p className="mt-1 mb-4 text-ink-2">
        {answer.session.title}
        {answer.already ? ": nothing has changed." : ". It can be taken back below."}
      </p>
      <div className="flex flex-wrap gap-2">
        <LinkButton look="primary" href={`/sessions/${answer.session.id}`}>
          Open the session
        </LinkButton>
        <Button onClick={onMore}>Import another</Button>
      </div>
    </div>
  );
}

/** What the report gives by itself: "Of them 24 came, 41.3 min on average, 22 at once." */
function comesTo({ total_attended, average_duration_minutes, peak_count }: ImportAnswer): string {
  const parts = [
    `${count(total_attended)} came`,
    ...(average_duration_minutes === null ? [] : [`${decimal(average_duration_minutes)} min on average`]),
    ...(peak_count === null ? [] : [`at most ${count(peak_count)} at once`]),
  ];
  return `By this report ${parts.join(", ")}.`;
}

const stem = (file: File) => file.name.replace(/\.\w{1,5}$/, "").slice(0, 200);
const lineOf = (path: string) => Number(/^line (\d+)$/.exec(path)?.[1] ?? 1);
