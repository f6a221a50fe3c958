"use client";

import { useEffect, useState } from "react";
import { setUpAction } from "@/lib/domain/people/actions";
import type { ActionResult } from "@/lib/http/action";
import { Button } from "../ui/button";
import { Form, InputField, SelectField } from "../ui/form";
import { sameNames, useFormAction } from "../ui/form-errors";
import { Options } from "../ui/input";
import { useLanguage } from "../ui/use-language";
import { requestSignIn } from "./sign-in-request";

const fields = sameNames("code", "school_name", "time_zone", "name", "email", "password");

/** Sets the school up and signs its admin in; the value is where to go. */
async function setUpAndSignIn(given: Record<string, string>): Promise<ActionResult<string>> {
  const result = await setUpAction(given);
  if (!result.ok) return result;
  const credentials = { email: given.email ?? "", password: given.password ?? "" };
  const signedIn = await requestSignIn("password", credentials, "/start");
  // Set up, but not signed in: try again on the sign-in page.
  return { ok: true, value: signedIn.ok ? signedIn.url : "/sign-in" };
}

/** The first visit: the code from the terminal, the school, its admin. Then signs the admin in. */
export function SetUpForm({ timeZones }: { timeZones: string[] }) {
  const { t } = useLanguage();
  const [zone, setZone] = useState("");
  // Once the school is set up the browser leaves the page; the form must not be sent again meanwhile.
  const [leaving, setLeaving] = useState(false);
  const { run, busy, errors } = useFormAction(setUpAndSignIn, {
    fields,
    kept: t("people.set_up.not_saved"),
    done: (address) => {
      setLeaving(true);
      window.location.assign(address);
      return undefined;
    },
  });
  // The browser's zone is the best guess; the server does not know it.
  useEffect(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    setZone((chosen) => chosen || (timeZones.includes(own) ? own : "UTC"));
  }, [timeZones]);

  return (
    <Form
      errors={errors}
      method="post"
      onGiven={(given) => run(Object.fromEntries([...given].map(([name, value]) => [name, String(value)])))}
      className="mt-6 gap-4"
    >
      <InputField
        label={t("people.set_up.code")}
        hint={t("people.set_up.code_hint")}
        name="code"
        required
        autoFocus
        spellCheck={false}
        maxLength={40}
      />
      <InputField
        label={t("ui.school")}
        name="school_name"
        required
        maxLength={120}
        autoComplete="organization"
      />
      <SelectField
        label={t("people.set_up.time_zone")}
        hint={t("people.set_up.time_zone_hint")}
        name="time_zone"
        required
        value={zone}
        onValue={setZone}
      >
        <option value="" disabled>
          {t("people.set_up.choose_zone")}
        </option>
        <Options of={timeZones.map((name) => [name, name.replaceAll("_", " ")])} />
      </SelectField>
      <InputField
        label={t("people.set_up.your_name")}
        name="name"
        required
        maxLength={120}
        autoComplete="name"
      />
      <InputField
        label={t("people.set_up.email")}
        name="email"
        type="email"
        required
        maxLength={254}
        autoComplete="username"
      />
      <InputField
        label={t("people.set_up.password")}
        hint={t("people.set_up.password_hint")}
        name="password"
        type="password"
        required
        minLength={10}
        maxLength={200}
        autoComplete="new-password"
      />
      <Button type="submit" look="primary" disabled={busy || leaving} className="w-full">
        {t(busy || leaving ? "people.set_up.creating" : "people.set_up.create")}
      </Button>
    </Form>
  );
}
