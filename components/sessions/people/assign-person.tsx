"use client";

import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import Dialog from "@/components/ui/dialog";
import { FormError, InputField } from "@/components/ui/form";
import { useAction } from "@/components/ui/use-action";
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
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<Candidate | null>(null);
  const [name, setName] = useState(person.name);
  const { run, busy, problem } = useAction(
    (change: AttendeeChange, _done: string) =>
      changeAttendeeAction({ session_id: sessionId, attendee_id: person.id, change }),
    {
      done: (_value, _change, done) => {
        onClose();
        return done;
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
      return run({ user_id: chosen.user_id }, `${person.name} is matched to ${chosen.name}.`);
    if (chosen?.attendee_id)
      return run({ merge_into: chosen.attendee_id }, `${person.name} and ${chosen.name} are now one person.`);
    if (renamed) run({ name: name.trim() }, `${person.name} is now called ${name.trim()}.`);
  }

  return (
    <Dialog
      onClose={onClose}
      title={`Match ${person.name}`}
      description={
        person.user_name
          ? `Matched to ${person.user_name}: this attendance counts for that account.`
          : "After matching, this attendance counts for that person, and so does their viewing of the recording."
      }
    >
      <form onSubmit={submit} className="mt-4 grid gap-4">
        <FormError>{problem?.detail ?? null}</FormError>
        <InputField
          label="Search"
          hint="By name or e-mail: people of the school and others in this session"
          type="search"
          value={text}
          onValue={(value) => {
            setText(value);
            setChosen(null);
          }}
          autoFocus
        />
        <p role="status" className="sr-only">
          {candidates.length ? `${candidates.length} results` : ""}
        </p>
        {error && text.trim() ? (
          <p className="text-bad">The search failed. Try again.</p>
        ) : candidates.length ? (
          <Candidates candidates={candidates} chosen={chosen} onChoose={setChosen} />
        ) : query && query === text.trim() && data ? (
          <p className="text-small text-ink-2">No other people match.</p>
        ) : null}
        {person.user_id === null ? (
          <InputField
            label="Or just rename"
            hint="The name shown in this session's lists and exports"
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
              onClick={() => run({ user_id: null }, `${person.name} is no longer matched.`)}
            >
              Undo match
            </Button>
          ) : null}
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" look="primary" disabled={busy || !(chosen || renamed)}>
            {busy ? "Saving" : "Save"}
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
  return (
    <fieldset className="max-h-64 overflow-y-auto">
      <legend className="sr-only">Matching people</legend>
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
                one.user_id === null ? "not in your school" : null,
                one.attendee_id ? "in this session: the two will be merged" : null,
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
