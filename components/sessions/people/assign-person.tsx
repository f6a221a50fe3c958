"use client";

import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import Dialog from "@/components/ui/dialog";
import { FormError, InputField } from "@/components/ui/form";
import { useAction } from "@/components/ui/use-action";
import { useLanguage } from "@/components/ui/use-language";
import { useSearch } from "@/components/ui/use-search";
import { changeAttendeeAction } from "@/lib/domain/sessions/actions";

type Results = {
  items: { user_id: string | null; attendee_id: string | null; name: string; email: string | null }[];
};
type Candidate = Results["items"][number];
type AttendeeChange = { user_id?: string | null; merge_into?: string; name?: string };

/** Matches somebody in a session to a person of the school or to another attendee (the two become one), or renames them. */
export default function AssignPerson({
  sessionId,
  person,
  onClose,
}: {
  sessionId: string;
  person: { id: string; name: string; user_id: string | null; user_name: string | null };
  onClose: () => void;
}) {
  const { t } = useLanguage();
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<Candidate | null>(null);
  const [name, setName] = useState(person.name);
  const { run, busy, problem } = useAction(
    (change: AttendeeChange, _done: string, _back: AttendeeChange | null) =>
      changeAttendeeAction({ session_id: sessionId, attendee_id: person.id, change }),
    {
      done: (_value, _change, text, back) => {
        onClose();
        return back ? { text, undo: () => run(back, t("sessions.people.assign.as_before"), null) } : text;
      },
    },
  );
  const { query, data, error } = useSearch<Results>(`/api/admin/training/sessions/${sessionId}/people`, text);
  const candidates = text.trim()
    ? (data?.items ?? []).filter((one) => one.attendee_id !== person.id && one.user_id !== person.user_id)
    : [];
  const renamed = person.user_id === null && name.trim() !== "" && name.trim() !== person.name;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (chosen?.user_id)
      return run(
        { user_id: chosen.user_id },
        t("sessions.people.assign.matched", { name: person.name, to: chosen.name }),
        // They may have been two people of this session.
        null,
      );
    if (chosen?.attendee_id)
      return run(
        { merge_into: chosen.attendee_id },
        t("sessions.people.assign.merged", { name: person.name, other: chosen.name }),
        null,
      );
    if (renamed)
      run(
        { name: name.trim() },
        t("sessions.people.assign.renamed", { name: person.name, to: name.trim() }),
        { name: person.name },
      );
  }

  return (
    <Dialog
      onClose={onClose}
      title={t("sessions.people.match", { name: person.name })}
      description={
        person.user_name
          ? t("sessions.people.assign.is_matched", { name: person.user_name })
          : t("sessions.people.assign.about")
      }
    >
      <form onSubmit={submit} className="mt-4 grid gap-4">
        <FormError>{problem?.detail ?? null}</FormError>
        <InputField
          label={t("sessions.people.assign.search")}
          hint={t("sessions.people.assign.search_about")}
          type="search"
          value={text}
          onValue={(value) => {
            setText(value);
            setChosen(null);
          }}
          autoFocus
        />
        <p role="status" className="sr-only">
          {candidates.length ? t("sessions.people.assign.results", { count: candidates.length }) : ""}
        </p>
        {error && text.trim() ? (
          <p className="text-bad">{t("sessions.people.assign.failed")}</p>
        ) : candidates.length ? (
          <Candidates candidates={candidates} chosen={chosen} onChoose={setChosen} />
        ) : query && query === text.trim() && data ? (
          <p className="text-small text-ink-2">{t("sessions.people.assign.no_match")}</p>
        ) : null}
        {person.user_id === null ? (
          <InputField
            label={t("sessions.people.assign.rename")}
            hint={t("sessions.people.assign.rename_about")}
            value={name}
            onValue={setName}
            maxLength={200}
          />
        ) : null}
        <div className="flex flex-wrap justify-end gap-2">
          {person.user_id ? (
            <Button
              className="mr-auto"
              disabled={busy}
              onClick={() =>
                run({ user_id: null }, t("sessions.people.assign.unmatched", { name: person.name }), {
                  user_id: person.user_id,
                })
              }
            >
              {t("sessions.people.assign.undo")}
            </Button>
          ) : null}
          <Button look="quiet" onClick={onClose}>
            {t("ui.cancel")}
          </Button>
          <Button type="submit" look="primary" disabled={busy || !(chosen || renamed)}>
            {t(busy ? "ui.saving" : "ui.save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Candidates({
  candidates,
  chosen,
  onChoose,
}: {
  candidates: Candidate[];
  chosen: Candidate | null;
  onChoose: (candidate: Candidate) => void;
}) {
  const { t } = useLanguage();
  return (
    <fieldset className="max-h-64 overflow-y-auto">
      <legend className="sr-only">{t("sessions.people.assign.candidates")}</legend>
      {candidates.map((one) => (
        <label
          key={one.user_id ?? one.attendee_id}
          className="flex min-h-9 cursor-pointer items-center gap-3 rounded-md px-2 py-1 text-small text-ink hover:bg-hover has-checked:bg-accent-wash"
        >
          <input
            type="radio"
            name="who"
            checked={chosen === one}
            onChange={() => onChoose(one)}
            className="size-4 flex-none accent-(--accent)"
          />
          <span className="min-w-0">
            <span className="block truncate font-medium">{one.name}</span>
            <span className="block truncate text-axis text-ink-3">
              {[
                one.email,
                one.user_id === null ? t("sessions.people.assign.not_in_school") : null,
                one.attendee_id ? t("sessions.people.assign.in_session") : null,
              ]
                .filter(Boolean)
                .join(", ")}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
