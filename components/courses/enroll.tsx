"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { SimpleTable } from "@/components/tables/simple-table";
import { Button } from "@/components/ui/button";
import { DropZone } from "@/components/ui/drop-zone";
import { FieldRow, FormError, SelectField, TextAreaField } from "@/components/ui/form";
import { Options } from "@/components/ui/input";
import { sendJson } from "@/components/ui/send-json";
import { useAction } from "@/components/ui/use-action";
import { useLanguage } from "@/components/ui/use-language";
import type { EnrollAnswer } from "@/lib/domain/courses/enrollments/schema";
import type { ListedPerson } from "./enrollment-list";

type Asked = { list: ListedPerson[]; from_class_id: string | null };
type Class = { id: string; name: string };

/** How many rows the preview shows. */
const shownRows = 50;

/** Enrolls a pasted list, a CSV file or everybody of another class: first it says what would happen with each line, then it does it. */
export function Enroll({
  courseId,
  classes,
  otherClasses,
}: {
  courseId: string;
  classes: Class[];
  /** Classes of any course whose people can be taken over, with their courses' titles. */
  otherClasses: Class[];
}) {
  const { t } = useLanguage();
  const router = useRouter();
  const [text, setText] = useState("");
  const [classId, setClassId] = useState("");
  const [asked, setAsked] = useState<Asked | null>(null);
  const [preview, setPreview] = useState<EnrollAnswer | null>(null);
  const send = ({ list, from_class_id }: Asked, dry_run: boolean) =>
    sendJson<EnrollAnswer>("POST", `/api/courses/${courseId}/enrollments`, {
      class_id: classId || null,
      people: list.flatMap(({ person }) => person ?? []),
      ...(from_class_id ? { from_class_id } : {}),
      dry_run,
    });
  const kept = t("courses.enroll.nobody");
  const checking = useAction((given: Asked) => send(given, true), {
    kept,
    done: (answer, given) => {
      setAsked(given);
      setPreview(answer);
      return undefined;
    },
  });
  const enrolling = useAction((given: Asked) => send(given, false), {
    kept,
    done: ({ enrolled, moved, failed }) => {
      setAsked(null);
      setPreview(null);
      setText("");
      router.refresh();
      return t("courses.enroll.done", { enrolled, moved, failed });
    },
  });
  /** Reads a list; the CSV parser is loaded when it is first needed. */
  const check = async (bytes: () => Promise<Uint8Array>) => {
    const [{ readEnrollmentFile }, file] = await Promise.all([import("./enrollment-list"), bytes()]);
    checking.run({ list: readEnrollmentFile(file), from_class_id: null });
  };
  const problem = (checking.problem ?? enrolling.problem)?.detail ?? null;

  if (asked && preview)
    return (
      <section aria-label={t("courses.enroll.preview")} className="grid gap-4">
        <FormError>{problem}</FormError>
        <p role="status" className="font-medium">
          {t("courses.enroll.would", {
            enrolled: preview.enrolled,
            moved: preview.moved,
            unchanged: preview.unchanged,
            failed: preview.failed + asked.list.filter(({ person }) => person === null).length,
          })}
        </p>
        <Preview asked={asked} preview={preview} />
        <div className="flex flex-wrap gap-2">
          <Button
            look="primary"
            disabled={enrolling.busy || preview.enrolled + preview.moved === 0}
            onClick={() => enrolling.run(asked)}
          >
            {enrolling.busy
              ? t("ui.saving")
              : t("courses.enroll.enroll", { count: preview.enrolled + preview.moved })}
          </Button>
          <Button
            look="quiet"
            onClick={() => {
              setAsked(null);
              setPreview(null);
            }}
          >
            {t("ui.cancel")}
          </Button>
        </div>
      </section>
    );
  return (
    <DropZone
      label={t("courses.enroll.title")}
      accept=".csv,.tsv,.txt,text/csv,text/plain"
      onFile={(file) => void check(async () => new Uint8Array(await file.arrayBuffer()))}
      className="grid max-w-[640px] gap-4 rounded-md"
    >
      {(choose) => (
        <>
          <FormError>{problem}</FormError>
          <TextAreaField
            label={t("courses.enroll.paste")}
            hint={t("courses.enroll.paste_about")}
            rows={3}
            value={text}
            onValue={setText}
          />
          <FieldRow>
            <SelectField label={t("courses.enroll.into")} value={classId} onValue={setClassId}>
              <Options none={t("courses.enroll.no_class")} of={classes.map(({ id, name }) => [id, name])} />
            </SelectField>
            {otherClasses.length ? (
              <SelectField
                label={t("courses.enroll.from")}
                value=""
                onValue={(id) => {
                  if (id) checking.run({ list: [], from_class_id: id });
                }}
              >
                <Options
                  none={t("courses.enroll.choose_class")}
                  of={otherClasses.map(({ id, name }) => [id, name])}
                />
              </SelectField>
            ) : null}
          </FieldRow>
          <div className="flex flex-wrap gap-2">
            <Button
              disabled={!text.trim() || checking.busy}
              onClick={() => void check(async () => new TextEncoder().encode(text))}
            >
              {t("courses.enroll.check")}
            </Button>
            <Button disabled={checking.busy} onClick={choose}>
              {t("courses.enroll.choose")}
            </Button>
          </div>
        </>
      )}
    </DropZone>
  );
}

/** What would happen with each line, those that cannot be enrolled first. */
function Preview({ asked, preview }: { asked: Asked; preview: EnrollAnswer }) {
  const { t } = useLanguage();
  const read = asked.list.filter(({ person }) => person !== null);
  const unread = asked.list
    .filter(({ person }) => person === null)
    .map(({ line, given }) => ({
      key: `line ${line}`,
      line: String(line),
      who: given,
      what: t("courses.enroll.unreadable"),
      bad: true,
    }));
  const rows = preview.results.map((result) => {
    const listed = read[result.index];
    const failed = !("outcome" in result);
    return {
      key: String(result.index),
      line: listed ? String(listed.line) : "",
      who: failed ? (listed?.given ?? "") : result.name,
      what: failed ? result.message : t(`courses.enroll.outcomes.${result.outcome}`),
      bad: failed,
    };
  });
  const all = [...unread, ...rows].sort((a, b) => Number(b.bad) - Number(a.bad));
  return (
    <div>
      <SimpleTable
        label={t("courses.enroll.preview")}
        rows={all.slice(0, shownRows)}
        rowKey={({ key }) => key}
        height="low"
        columns={[
          {
            label: t("ui.person"),
            cell: ({ who }) => <span className="[overflow-wrap:anywhere]">{who}</span>,
          },
          { label: t("courses.enroll.line"), cell: ({ line }) => line, className: "text-ink-3" },
          {
            label: t("ui.status"),
            cell: ({ what, bad }) => <span className={bad ? "text-bad" : undefined}>{what}</span>,
          },
        ]}
      />
      {all.length > shownRows ? (
        <p className="mt-2 text-small text-ink-3">
          {t("courses.enroll.more", { count: all.length - shownRows })}
        </p>
      ) : null}
    </div>
  );
}
