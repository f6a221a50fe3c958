"use client";

import { type FormEvent, lazy, Suspense, useState, useTransition } from "react";
import { registerAction } from "@/lib/domain/sessions/actions";
import { Button } from "../ui/button";
import { DropZone } from "../ui/drop-zone";
import { Field, Input, TextArea } from "../ui/input";
import { notify } from "../ui/toast";
import { noProblems, problemsOf } from "./form-problems";
import type { RegistrationList } from "./registration-csv";

const RegistrationPreview = lazy(() => import("./registration-preview"));

const unreachable = "The server could not be reached. Nobody was registered: try again.";
const shownAt = { "people[0].name": "name", "people[0].email": "email", "people[0]": "name" };

/** Registers somebody by name and address, or everybody in a list that is dropped, chosen or pasted. */
export function RegisterPeople({ sessionId }: { sessionId: string }) {
  return (
    <div className="mt-6 grid grid-cols-2 items-start gap-x-(--gap) gap-y-8 max-desk:grid-cols-[minmax(0,1fr)]">
      <RegisterOne sessionId={sessionId} />
      <RegisterList sessionId={sessionId} />
    </div>
  );
}

function RegisterOne({ sessionId }: { sessionId: string }) {
  const [problems, setProblems] = useState(noProblems);
  const [busy, send] = useTransition();

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const given = new FormData(form);
    const text = (name: string) => String(given.get(name) ?? "").trim();
    const person = {
      ...(text("name") ? { name: text("name") } : {}),
      ...(text("email") ? { email: text("email") } : {}),
    };
    send(async () => {
      setProblems(noProblems);
      try {
        const result = await registerAction({ session_id: sessionId, people: [person] });
        if (!result.ok) return setProblems(problemsOf(result, shownAt));
        const who = text("name") || text("email");
        notify(result.value.registered ? `${who} is registered.` : `${who} was registered already.`);
        form.reset();
        form.querySelector("input")?.focus();
      } catch {
        setProblems({ fields: {}, whole: unreachable });
      }
    });
  }

  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      <h2 className="text-h2">Register somebody</h2>
      {problems.whole ? (
        <p role="alert" className="text-bad">
          {problems.whole}
        </p>
      ) : null}
      <Field label="Name" error={problems.fields.name}>
        {(ids) => <Input {...ids} name="name" maxLength={200} autoComplete="off" />}
      </Field>
      <Field
        label="E-mail address"
        hint="Whoever has an account under it is known by it"
        error={problems.fields.email}
      >
        {(ids) => <Input {...ids} type="email" name="email" maxLength={320} autoComplete="off" />}
      </Field>
      <div>
        <Button type="submit" look="primary" disabled={busy}>
          {busy ? "Registering" : "Register"}
        </Button>
      </div>
    </form>
  );
}

type Brought = { name: string; list: RegistrationList };

function RegisterList({ sessionId }: { sessionId: string }) {
  const [brought, setBrought] = useState<Brought | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [text, setText] = useState("");

  /** Reads a list; its reader is loaded only now. */
  async function read(name: string, bytes: () => Promise<Uint8Array>) {
    setProblem(null);
    try {
      const [{ readRegistrationFile }, content] = await Promise.all([import("./registration-csv"), bytes()]);
      setBrought({ name, list: readRegistrationFile(content) });
    } catch {
      setProblem(`${name} could not be read. Nobody was registered: try again.`);
    }
  }
  if (brought)
    return (
      <Suspense>
        <RegistrationPreview
          sessionId={sessionId}
          name={brought.name}
          list={brought.list}
          onRegistered={() => {
            setText("");
            setBrought(null);
          }}
          onClose={() => setBrought(null)}
        />
      </Suspense>
    );
  return (
    <DropZone
      label="Register a list"
      accept=".csv,.tsv,.txt,text/csv,text/plain"
      onFile={(file) => read(file.name, async () => new Uint8Array(await file.arrayBuffer()))}
      className="grid gap-4 rounded-md"
    >
      {(choose) => (
        <>
          <h2 className="text-h2">Register a list</h2>
          {problem ? (
            <p role="alert" className="text-bad">
              {problem}
            </p>
          ) : null}
          <p className="text-ink-2">
            Drop a CSV file here, choose one, or paste it. It needs a column with names, e-mail addresses or
            user ids; you see what was understood before anybody is registered.
          </p>
          <Field label="Paste a list">
            {(ids) => (
              <TextArea
                {...ids}
                rows={3}
                value={text}
                onChange={(event) => setText(event.target.value)}
                placeholder={"Name, e-mail\nAna Costa, ana@school.example"}
              />
            )}
          </Field>
          <div className="flex flex-wrap gap-2">
            <Button
              disabled={!text.trim()}
              onClick={() => read("The pasted list", async () => new TextEncoder().encode(text))}
            >
              Read the list
            </Button>
            <Button onClick={choose}>Choose a CSV file</Button>
          </div>
        </>
      )}
    </DropZone>
  );
}
