"use client";

import { lazy, Suspense, useState } from "react";
import { Button } from "@/components/ui/button";
import { DropZone } from "@/components/ui/drop-zone";
import { Form, FormError, InputField, TextAreaField } from "@/components/ui/form";
import { useFormAction } from "@/components/ui/form-errors";
import { registerAction } from "@/lib/domain/sessions/actions";
import type { RegistrationList } from "./registration-csv";

const RegistrationPreview = lazy(() => import("./registration-preview"));

const fields = { "people[0].name": "name", "people[0].email": "email", "people[0]": "name" };

/** Registers one person by name and e-mail, or everybody in a list that is dropped, chosen or pasted. */
export function RegisterPeople({ sessionId }: { sessionId: string }) {
  return (
    <div className="mt-6 grid grid-cols-2 items-start gap-x-(--gap) gap-y-8 max-rail:grid-cols-[minmax(0,1fr)]">
      <RegisterOne sessionId={sessionId} />
      <RegisterList sessionId={sessionId} />
    </div>
  );
}

function RegisterOne({ sessionId }: { sessionId: string }) {
  const { run, busy, errors } = useFormAction(
    (person: { name?: string; email?: string }, _form: HTMLFormElement) =>
      registerAction({ session_id: sessionId, people: [person] }),
    {
      fields,
      kept: "Nobody was registered",
      done: ({ registered }, { name, email }, form) => {
        form.reset();
        form.querySelector("input")?.focus();
        const who = name ?? email;
        return registered ? `${who} is registered.` : `${who} was registered already.`;
      },
    },
  );

  function register(given: FormData, form: HTMLFormElement) {
    const text = (name: string) => String(given.get(name) ?? "").trim() || undefined;
    run({ name: text("name"), email: text("email") }, form);
  }

  return (
    <section className="grid gap-4">
      <h2 className="text-h2">Register a person</h2>
      <Form errors={errors} onGiven={register} noValidate>
        <InputField label="Name" name="name" maxLength={200} />
        <InputField
          label="E-mail address"
          hint="We match it to an existing account"
          type="email"
          name="email"
          maxLength={320}
        />
        <div>
          <Button type="submit" look="primary" disabled={busy}>
            {busy ? "Registering" : "Register"}
          </Button>
        </div>
      </Form>
    </section>
  );
}

type ReadList = { name: string; content: RegistrationList };

function RegisterList({ sessionId }: { sessionId: string }) {
  const [list, setList] = useState<ReadList | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [text, setText] = useState("");

  /** Reads a list; the CSV parser is loaded when it is first needed. */
  async function read(name: string, bytes: () => Promise<Uint8Array>) {
    setProblem(null);
    try {
      const [{ readRegistrationFile }, file] = await Promise.all([import("./registration-csv"), bytes()]);
      setList({ name, content: readRegistrationFile(file) });
    } catch {
      setProblem(`${name} could not be read. Nobody was registered. Try again.`);
    }
  }
  if (list)
    return (
      <Suspense>
        <RegistrationPreview
          sessionId={sessionId}
          name={list.name}
          list={list.content}
          onRegistered={() => {
            setText("");
            setList(null);
          }}
          onClose={() => setList(null)}
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
          <FormError>{problem}</FormError>
          <p className="text-ink-2">
            Drop a CSV file here, choose one, or paste it. It needs a column with names, e-mail addresses or
            user ids. You check the list before anybody is registered.
          </p>
          <TextAreaField
            label="Paste a list"
            rows={3}
            value={text}
            onValue={setText}
            placeholder={"Name, e-mail\nAna Costa, ana@school.example"}
          />
          <div className="flex flex-wrap gap-2">
            <Button
              disabled={!text.trim()}
              onClick={() => read("The pasted list", async () => new TextEncoder().encode(text))}
            >
              Check list
            </Button>
            <Button onClick={choose}>Choose a CSV file</Button>
          </div>
        </>
      )}
    </DropZone>
  );
}
