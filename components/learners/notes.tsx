"use client";

import { useRouter } from "next/navigation";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { FormButton } from "@/components/ui/dialog-button";
import { EditForm } from "@/components/ui/edit-form";
import { sendJson } from "@/components/ui/send-json";
import { useLanguage } from "@/components/ui/use-language";
import { type NoteRow, noteTextMax } from "@/lib/domain/learners/notes/schema";
import { FirstRows } from "../learning/rows";

export type ShownNote = Omit<NoteRow, "created_at"> & { when: string };

/** So many are shown at first; the others open in place. */
const first = 5;

/** What staff wrote about a learner, with the form that adds to it. */
export function Notes({
  userId,
  name,
  notes,
  total,
  isAdmin,
}: {
  userId: string;
  name: string;
  notes: readonly ShownNote[];
  /** With those that are too old to be listed. */
  total: number;
  isAdmin: boolean;
}) {
  const { t } = useLanguage();
  const router = useRouter();
  const path = `/api/learners/${userId}/notes`;
  const field = { name: "text", lines: 3, required: true, maxLength: noteTextMax };
  return (
    <>
      <EditForm
        // Empty again once the page shows the new one.
        key={notes[0]?.id}
        className="gap-2 print:hidden"
        start={{}}
        fields={[{ ...field, label: t("learners.notes.write", { name }) }]}
        save={({ text }) => sendJson<unknown>("POST", path, { text })}
        kept={t("learners.notes.nothing_saved")}
        done={() => {
          router.refresh();
          return t("learners.notes.made");
        }}
        submit={t("learners.notes.add")}
        actions={(save) => (
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            {save}
            <p className="text-small text-ink-3">{t("learners.notes.about")}</p>
          </div>
        )}
      />
      {notes.length === 0 ? (
        <p className="mt-4 text-small text-ink-2">{t("learners.notes.none")}</p>
      ) : (
        <div className="mt-4">
          <FirstRows
            rows={notes}
            first={first}
            all={t("learners.notes.all", { count: notes.length })}
            list={(some) => (
              <ul aria-label={t("learners.notes.title")} className="border-t border-line">
                {some.map((note) => (
                  <Note key={note.id} {...{ note, path, field, isAdmin }} />
                ))}
              </ul>
            )}
          />
          {total > notes.length ? (
            <p className="mt-2 text-small text-ink-3">
              {t("learners.notes.older", { count: total - notes.length })}
            </p>
          ) : null}
        </div>
      )}
    </>
  );
}

type Field = { name: string; lines: number; required: boolean; maxLength: number };

function Note({
  note,
  path,
  field,
  isAdmin,
}: {
  note: ShownNote;
  path: string;
  field: Field;
  isAdmin: boolean;
}) {
  const { t } = useLanguage();
  const { id, text, written_by, own, when, revision } = note;
  const by = written_by ?? t("learners.notes.nobody");
  return (
    <li className="border-b border-line py-3">
      <p className="whitespace-pre-line wrap-anywhere">{text}</p>
      <div className="mt-1 flex flex-wrap items-center gap-x-3 text-small text-ink-3">
        <span className="mr-auto">
          <b className="font-medium text-ink-2">{by}</b> · {when}
        </span>
        {own ? (
          <FormButton
            button={{
              look: "tool",
              className: "print:hidden",
              "aria-label": t("learners.notes.edit_of", { when }),
              children: t("ui.edit"),
            }}
            title={t("learners.notes.edit")}
            start={{ text, revision }}
            fields={[{ ...field, lines: 6, autoFocus: true, label: t("learners.notes.text") }]}
            save={(texts, seen) => sendJson<unknown>("PATCH", `${path}/${id}`, { ...texts, revision: seen })}
            kept={t("learners.notes.nothing_saved")}
            done={() => t("learners.notes.saved")}
          />
        ) : null}
        {own || isAdmin ? (
          <ConfirmButton
            button={{
              look: "tool",
              className: "-mr-2 print:hidden",
              "aria-label": t("learners.notes.delete_of", { by, when }),
              children: t("learners.notes.delete"),
            }}
            title={t("learners.notes.delete_title")}
            description={t("learners.notes.delete_about")}
            confirm={t("learners.notes.delete")}
            confirming={t("ui.deleting")}
            cancel={t("ui.cancel")}
            done={t("learners.notes.deleted")}
            action={() => sendJson("DELETE", `${path}/${id}`)}
          />
        ) : null}
      </div>
    </li>
  );
}
