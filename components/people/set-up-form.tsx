"use client";

import { type FormEvent, useEffect, useState } from "react";
import { setUpAction } from "@/lib/domain/people/actions";
import { Button } from "../ui/button";
import { Field, Input, Select } from "../ui/input";
import { requestSignIn } from "./sign-in-request";

/** The first visit: the code from the terminal, the school, its admin. Then signs the admin in. */
export function SetUpForm({ timeZones }: { timeZones: string[] }) {
  const [zone, setZone] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [wrong, setWrong] = useState<Record<string, string>>({});
  // The reader's own zone is the likeliest; the server does not know it.
  useEffect(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    setZone((chosen) => chosen || (timeZones.includes(own) ? own : "UTC"));
  }, [timeZones]);

  async function send(given: Record<string, string>) {
    try {
      const result = await setUpAction(given);
      if (!result.ok) {
        const errors = result.problem.errors ?? [];
        setWrong(Object.fromEntries(errors.map(({ path, message }) => [path, message])));
        setProblem(errors.length ? null : result.problem.detail);
        return setBusy(false);
      }
      const signedIn = await requestSignIn(
        "password",
        { email: given.email ?? "", password: given.password ?? "" },
        "/",
      );
      // Set up, but not signed in: the sign-in page is the place to try again.
      window.location.assign(signedIn.ok ? signedIn.url : "/sign-in");
    } catch {
      setProblem("The server could not be reached. Nothing was lost: check your connection, then try again.");
      setBusy(false);
    }
  }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    setWrong({});
    const form = new FormData(event.currentTarget);
    void send(Object.fromEntries([...form].map(([name, value]) => [name, String(value)])));
  }

  return (
    <form method="post" onSubmit={submit} className="mt-6 grid gap-4">
      {problem ? (
        <p role="alert" className="rounded-md bg-bad-wash px-3 py-2 text-bad">
          {problem}
        </p>
      ) : null}
      <Field label="Set-up code" hint="Printed in the terminal where Lectern was started" error={wrong.code}>
        {(ids) => (
          <Input
            {...ids}
            name="code"
            required
            autoFocus
            autoComplete="off"
            spellCheck={false}
            maxLength={40}
          />
        )}
      </Field>
      <Field label="School" error={wrong.school_name}>
        {(ids) => <Input {...ids} name="school_name" required maxLength={120} autoComplete="organization" />}
      </Field>
      <Field label="Time zone" hint="Days begin and end by this clock" error={wrong.time_zone}>
        {(ids) => (
          <Select
            {...ids}
            name="time_zone"
            required
            value={zone}
            onChange={(event) => setZone(event.target.value)}
          >
            <option value="" disabled>
              Choose a time zone
            </option>
            {timeZones.map((name) => (
              <option key={name} value={name}>
                {name.replaceAll("_", " ")}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Your name" error={wrong.name}>
        {(ids) => <Input {...ids} name="name" required maxLength={120} autoComplete="name" />}
      </Field>
      <Field label="E-mail" error={wrong.email}>
        {(ids) => (
          <Input {...ids} name="email" type="email" required maxLength={254} autoComplete="username" />
        )}
      </Field>
      <Field label="Password" hint="At least 10 characters" error={wrong.password}>
        {(ids) => (
          <Input
            {...ids}
            name="password"
            type="password"
            required
            minLength={10}
            maxLength={200}
            autoComplete="new-password"
          />
        )}
      </Field>
      <Button type="submit" look="primary" disabled={busy} className="w-full">
        {busy ? "Making your school" : "Make the school"}
      </Button>
    </form>
  );
}
