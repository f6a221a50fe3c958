"use client";

import { useRouter } from "next/navigation";
import { lazy, Suspense, useState } from "react";
import { Button } from "@/components/ui/button";
import { ErrorNotice } from "@/components/ui/error-notice";
import { FileChoice } from "@/components/ui/file-choice";
import { requestRoute, useAction } from "@/components/ui/use-action";
import { useLanguage } from "@/components/ui/use-language";
import type { RosterAnswer } from "@/lib/domain/people/imports/schema";
import { rosterBytesMax } from "@/lib/measure/roster";

// What follows a file is loaded while the server reads it.
const RosterRows = lazy(() => import("./roster-rows"));

/** Imports a roster: the server says what each row would change, and only then it is written. */
export function ImportRoster({ schoolId }: { schoolId: string }) {
  const { t } = useLanguage();
  const router = useRouter();
  const [file, setFile] = useState<File | null>(null);
  const [answer, setAnswer] = useState<RosterAnswer | null>(null);
  const send = (given: File, commit: boolean) => {
    const body = new FormData();
    body.set("file", given);
    const query = new URLSearchParams({ commit: String(commit), school_id: schoolId });
    return requestRoute<RosterAnswer>(`/api/admin/roster/imports?${query}`, { method: "POST", body });
  };
  const kept = t("people.import.nothing_saved");
  const looking = useAction((given: File) => send(given, false), {
    kept,
    done: (found) => {
      setAnswer(found);
      return undefined;
    },
  });
  const importing = useAction((given: File) => send(given, true), {
    kept,
    done: () => {
      setFile(null);
      setAnswer(null);
      router.refresh();
      return t("people.import.begun");
    },
  });
  const choose = (given: File) => {
    setFile(given);
    setAnswer(null);
    if (given.size <= rosterBytesMax) looking.run(given);
  };
  const tooLarge = file && file.size > rosterBytesMax;
  const problem = tooLarge
    ? { detail: t("people.import.too_large", { megabytes: rosterBytesMax / 1024 / 1024 }) }
    : (looking.problem ?? importing.problem);
  const busy = looking.busy || importing.busy;
  const writes = answer ? changesOf(answer) : 0;
  return (
    <>
      <FileChoice
        file={file}
        label={t("people.import.label")}
        title={t("people.import.drop")}
        about={t("people.import.drop_about", { megabytes: rosterBytesMax / 1024 / 1024 })}
        accept=".csv,.tsv,.txt,.zip,text/csv,application/zip"
        disabled={busy}
        onFile={choose}
      />
      <p role="status" className="mt-2 min-h-5 text-small text-ink-2">
        {looking.busy ? t("people.import.reading") : null}
      </p>
      {problem && !busy ? (
        <ErrorNotice
          title={t("people.import.refused")}
          requestId={"request_id" in problem ? problem.request_id : undefined}
        >
          {problem.detail}
        </ErrorNotice>
      ) : null}
      {file && answer ? (
        <Suspense>
          <RosterRows {...answer} title={t("people.import.preview")} name={file.name} />
          <div className="mt-8 flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line pt-5">
            <Button look="primary" disabled={busy || writes === 0} onClick={() => importing.run(file)}>
              {importing.busy ? t("people.import.beginning") : t("people.import.import", { count: writes })}
            </Button>
            <p className="text-small text-ink-2">
              {t(writes === 0 ? "people.import.nothing_to_do" : "people.import.stays")}
            </p>
          </div>
        </Suspense>
      ) : null}
    </>
  );
}

const changesOf = ({ counts }: RosterAnswer) =>
  Object.values(counts).reduce((sum, one) => sum + one.new + one.changed, 0);
