"use client";

import { lazy, Suspense, useState } from "react";
import { Button } from "@/components/ui/button";
import { DropZone } from "@/components/ui/drop-zone";
import { Form, FormError, InputField, TextAreaField } from "@/components/ui/form";
import { useFormAction } from "@/components/ui/form-errors";
import { useLanguage } from "@/components/ui/use-language";
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
  const { t } = useLanguage();
  const { run, busy, errors } = useFormAction(
    (person: { name?: string; email?: string }, _form: HTMLFormElement) =>
      registerAction({ session_id: sessionId, people: [person] }),
    {
      fields,
      kept: t("sessions.people.nobody_registered"),
      done: ({ registered }, { name, email }, form) => {
        form.reset();
        form.querySelector("input")?.focus();
        const who = name ?? email ?? "";
        return t(registered ? "sessions.people.is_registered" : "sessions.people.was_registered", {
          name: who,
        });
      },
    },
  );

  function register(given: FormData, form: HTMLFormElement) {
    const text = (name: string) => String(given.get(name) ?? "").trim() || undefined;
    run({ name: text("name"), email: text("email") }, form);
  }

  return (
    <section className="grid gap-4">
      <h2 className="text-h2">{t("sessions.people.one.title")}</h2>
      <Form errors={errors} onGiven={register} noValidate>
        <InputField label={t("ui.name")} name="name" maxLength={200} />
        <InputField
          label={t("sessions.people.one.email")}
          hint={t("sessions.people.one.email_about")}
          type="email"
          name="email"
          maxLength={320}
        />
        <div>
          <Button type="submit" look="primary" disabled={busy}>
            {t(busy ? "sessions.people.registering" : "sessions.people.register")}
          </Button>
        </div>
      </Form>
    </section>
  );
}

type ReadList = { name: string; content: RegistrationList };

function RegisterList({ sessionId }: { sessionId: string }) {
  const language = useLanguage();
  const { t } = language;
  const [list, setList] = useState<ReadList | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [text, setText] = useState("");

  /** Reads a list; the CSV parser is loaded when it is first needed. */
  async function read(name: string, bytes: () => Promise<Uint8Array>) {
    setProblem(null);
    try {
      const [{ readRegistrationFile }, file] = await Promise.all([import("./registration-csv"), bytes()]);
      setList({ name, content: readRegistrationFile(file, language) });
    } catch {
      setProblem(t("sessions.people.list.not_read", { name }));
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
      label={t("sessions.people.list.title")}
      accept=".csv,.tsv,.txt,text/csv,text/plain"
      onFile={(file) => read(file.name, async () => new Uint8Array(await file.arrayBuffer()))}
      className="grid gap-4 rounded-md"
    >
      {(choose) => (
        <>
          <h2 className="text-h2">{t("sessions.people.list.title")}</h2>
          <FormError>{problem}</FormError>
          <p className="text-ink-2">{t("sessions.people.list.about")}</p>
          <TextAreaField
            label={t("sessions.people.list.paste")}
            rows={3}
            value={text}
            onValue={setText}
            placeholder={t("sessions.people.list.example")}
          />
          <div className="flex flex-wrap gap-2">
            <Button
              disabled={!text.trim()}
              onClick={() =>
                read(t("sessions.people.list.pasted"), async () => new TextEncoder().encode(text))
              }
            >
              {t("sessions.people.list.check")}
            </Button>
            <Button onClick={choose}>{t("sessions.people.list.choose")}</Button>
          </div>
        </>
      )}
    </DropZone>
  );
}
