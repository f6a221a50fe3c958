"use client";

import { useRouter } from "next/navigation";
import { type RefObject, useState } from "react";
import { roles } from "@/lib/auth/scope";
import { type InviteAgainAnswer, type InviteAnswer, invitationDays } from "@/lib/domain/people/links/schema";
import { Button } from "../../ui/button";
import { CopyButton } from "../../ui/copy-button";
import Dialog from "../../ui/dialog";
import { FieldRow, Form, InputField, SelectField, TextAreaField } from "../../ui/form";
import { sameNames, useFormAction } from "../../ui/form-errors";
import { Options } from "../../ui/input";
import { sendJson } from "../../ui/send-json";
import { Tabs } from "../../ui/tabs";
import { useLanguage } from "../../ui/use-language";

const fields = sameNames("school_id", "emails", "role", "expires_in_days", "course_id", "domain", "uses_max");

export type SchoolOption = { id: string; name: string };
export type CourseOption = { value: string; label: string; school_id: string };
/** Where people are invited to: the installation's admin chooses the school. */
export type Places = { schools: SchoolOption[]; courses: CourseOption[] };

const post = <Value,>(path: string, body: object) => sendJson<Value>("POST", path, body);

/** Invites people: by their addresses, or by a link with which students of one mail domain join. */
export default function InviteDialog({
  mail,
  places,
  onClose,
  returnTo,
}: {
  /** Whether this installation sends mail. */
  mail: boolean;
  places: Places;
  onClose: () => void;
  returnTo: RefObject<HTMLElement | null>;
}) {
  const { t } = useLanguage();
  return (
    <Dialog onClose={onClose} title={t("people.invite.title")} returnTo={returnTo} width={520}>
      <div className="mt-3">
        <Tabs
          label={t("people.invite.title")}
          tabs={[
            {
              id: "email",
              label: t("people.invite.by_email"),
              content: <ByAddress mail={mail} places={places} onClose={onClose} />,
            },
            {
              id: "link",
              label: t("people.invite.by_link"),
              content: mail ? (
                <ByLink places={places} onClose={onClose} />
              ) : (
                <p>{t("people.invite.link_needs_mail")}</p>
              ),
            },
          ]}
        />
      </div>
    </Dialog>
  );
}

function WhereAndDays({ places: { schools, courses } }: { places: Places }) {
  const { t } = useLanguage();
  const [school, setSchool] = useState("");
  const offered = schools.length ? courses.filter(({ school_id }) => school_id === school) : courses;
  return (
    <>
      {schools.length ? (
        <SelectField
          label={t("ui.school")}
          name="school_id"
          required
          value={school}
          onChange={(event) => setSchool(event.target.value)}
        >
          <Options
            none={t("people.invite.choose_school")}
            of={schools.map(({ id, name }) => [id, name] as const)}
          />
        </SelectField>
      ) : null}
      <FieldRow>
        <SelectField key={school} label={t("ui.course")} name="course_id" defaultValue="">
          <Options
            none={t("people.invite.no_course")}
            of={offered.map(({ value, label }) => [value, label] as const)}
          />
        </SelectField>
        <SelectField label={t("people.invite.expires_after")} name="expires_in_days" defaultValue={7}>
          <Options of={invitationDays.map((days) => [days, t("people.invite.days", { count: days })])} />
        </SelectField>
      </FieldRow>
    </>
  );
}

const chosen = (given: FormData) => ({
  school_id: String(given.get("school_id") ?? "") || undefined,
  expires_in_days: Number(given.get("expires_in_days")),
  course_id: String(given.get("course_id") ?? "") || undefined,
});

function ByAddress({ mail, places, onClose }: { mail: boolean; places: Places; onClose: () => void }) {
  const { t } = useLanguage();
  const router = useRouter();
  const [answer, setAnswer] = useState<InviteAnswer | null>(null);
  const { run, busy, errors } = useFormAction(
    (body: object) => post<InviteAnswer>("/api/users/invitations", body),
    {
      fields,
      kept: t("people.invite.kept"),
      done: (invited) => {
        setAnswer(invited);
        router.refresh();
        return undefined;
      },
    },
  );
  if (answer) return <Invited answer={answer} onClose={onClose} />;
  return (
    <Form
      errors={errors}
      onGiven={(given) =>
        run({
          ...chosen(given),
          emails: String(given.get("emails"))
            .split(/[\s,;]+/)
            .filter(Boolean),
          role: given.get("role"),
        })
      }
      className="gap-4"
    >
      <TextAreaField
        label={t("people.invite.addresses")}
        hint={t(mail ? "people.invite.addresses_hint" : "people.invite.addresses_no_mail")}
        name="emails"
        rows={4}
        required
        autoFocus
      />
      <SelectField label={t("people.list.role")} name="role" defaultValue="student">
        <Options of={roles.map((role) => [role, t(`people.role.${role}`)])} />
      </SelectField>
      <WhereAndDays places={places} />
      <div className="flex justify-end">
        <Button type="submit" look="primary" disabled={busy}>
          {t(busy ? "ui.saving" : "people.invite.send")}
        </Button>
      </div>
    </Form>
  );
}

function Invited({ answer, onClose }: { answer: InviteAnswer; onClose: () => void }) {
  const { t } = useLanguage();
  return (
    <InvitedPeople
      invited={answer.invited}
      notes={answer.skipped.map(({ email, reason }) => t(`people.invite.skipped.${reason}`, { email }))}
      onClose={onClose}
    />
  );
}

/** The people who were invited again, and why others were not. */
export function InvitedAgain({
  answer,
  onClose,
  returnTo,
}: {
  answer: InviteAgainAnswer;
  onClose: () => void;
  returnTo: RefObject<HTMLElement | null>;
}) {
  const { t } = useLanguage();
  return (
    <Dialog onClose={onClose} title={t("people.invite.again_title")} returnTo={returnTo} width={520}>
      <div className="mt-3">
        <InvitedPeople
          invited={answer.invited}
          notes={answer.refused.map(({ name, message }) => `${name}: ${message}`)}
          onClose={onClose}
        />
      </div>
    </Dialog>
  );
}

/** Who was invited, the links that were not sent, and who was not invited. */
function InvitedPeople({
  invited,
  notes,
  onClose,
}: {
  invited: InviteAnswer["invited"];
  notes: string[];
  onClose: () => void;
}) {
  const { t } = useLanguage();
  const sent = invited.filter((one) => one.sent).length;
  const copied = invited.filter((one) => one.url !== null);
  return (
    <div className="grid gap-3">
      <p role="status">{t("people.invite.done", { count: invited.length, sent })}</p>
      {copied.length ? (
        <>
          <p className="text-small text-ink-3">{t("people.invite.copy_about")}</p>
          <ul className="grid max-h-[50vh] gap-2 overflow-y-auto">
            {copied.map(({ email, url }) => (
              <li key={email} className="flex items-center gap-2">
                <span className="min-w-0 flex-auto truncate">{email}</span>
                <CopyButton text={url ?? ""}>{t("people.invite.copy")}</CopyButton>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {notes.length ? (
        <ul className="text-small text-warn">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      ) : null}
      <div className="flex justify-end">
        <Button look="primary" onClick={onClose}>
          {t("ui.close")}
        </Button>
      </div>
    </div>
  );
}

function ByLink({ places, onClose }: { places: Places; onClose: () => void }) {
  const { t } = useLanguage();
  const [url, setUrl] = useState<string | null>(null);
  const { run, busy, errors } = useFormAction(
    (body: object) => post<{ url: string }>("/api/users/open-invitations", body),
    {
      fields,
      kept: t("people.invite.kept"),
      done: (made) => {
        setUrl(made.url);
        return undefined;
      },
    },
  );
  if (url) return <LinkToCopy url={url} onClose={onClose} />;
  return (
    <Form
      errors={errors}
      onGiven={(given) =>
        run({ ...chosen(given), domain: given.get("domain"), uses_max: Number(given.get("uses_max")) })
      }
      className="gap-4"
    >
      <p>{t("people.invite.link_about")}</p>
      <FieldRow>
        <InputField
          label={t("people.invite.domain")}
          name="domain"
          required
          maxLength={253}
          spellCheck={false}
        />
        <InputField
          label={t("people.invite.at_most")}
          name="uses_max"
          type="number"
          min={1}
          max={1000}
          defaultValue={40}
          required
        />
      </FieldRow>
      <WhereAndDays places={places} />
      <div className="flex justify-end">
        <Button type="submit" look="primary" disabled={busy}>
          {t(busy ? "ui.saving" : "people.invite.make_link")}
        </Button>
      </div>
    </Form>
  );
}

/** A link that is shown once. */
export function LinkToCopy({ url, onClose }: { url: string; onClose: () => void }) {
  const { t } = useLanguage();
  return (
    <div className="grid gap-3">
      <InputField label={t("people.invite.link")} name="url" value={url} readOnly />
      <p className="text-small text-ink-3">{t("people.invite.shown_once")}</p>
      <div className="flex justify-end gap-2">
        <CopyButton text={url} look="primary">
          {t("people.invite.copy")}
        </CopyButton>
        <Button onClick={onClose}>{t("ui.close")}</Button>
      </div>
    </div>
  );
}
