"use client";

import { lazy, Suspense, useMemo, useState } from "react";
import { PersonLink } from "@/components/learners/person-link";
import type { Shown } from "@/components/tables/cells";
import type { Column } from "@/components/tables/column";
import { DataTable } from "@/components/tables/data-table";
import { Pager } from "@/components/tables/pager";
import { FilterMenu, SearchField, Toolbar } from "@/components/tables/toolbar";
import { type PageOf, useDataTable } from "@/components/tables/use-data-table";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { Tag } from "@/components/ui/tag";
import { useAction } from "@/components/ui/use-action";
import { useLanguage } from "@/components/ui/use-language";
import { registerAction, removeRegistrationAction } from "@/lib/domain/sessions/actions";
import type { SessionPerson } from "@/lib/domain/sessions/queries/registrations";
import type { SessionStatus } from "@/lib/domain/sessions/session";
import type { ActionResult } from "@/lib/http/action";
import type { Language } from "@/lib/language/language";

const AssignPerson = lazy(() => import("./assign-person"));

/** A person of a session; instants as texts, made on the server. */
type PersonRow = Omit<SessionPerson, "registered_at" | "cancelled_at"> & {
  registered: Shown | null;
  cancelled: Shown | null;
};

const states = ["registered", "cancelled", "walk_in", "unknown"] as const;

const columnsOf = (
  {
    status,
    busy,
    onMatch,
    onToggle,
  }: {
    /** Of the session: who has not attended one that has ended will not, and nobody can register for a cancelled one. */
    status: SessionStatus;
    /** A registration is being changed. */
    busy: boolean;
    onMatch: (person: PersonRow) => void;
    onToggle: (person: PersonRow) => void;
  },
  { t }: Language,
): Column<PersonRow>[] => [
  {
    id: "name",
    label: t("ui.name"),
    fixed: true,
    cell: (person) => (
      <PersonLink userId={person.user_id} className="font-medium">
        {person.name}
      </PersonLink>
    ),
    detail: (person) => person.email,
  },
  {
    id: "state",
    label: t("sessions.people.registration"),
    cell: (person) =>
      person.cancelled ? (
        <Tag pip="rest">
          <span title={person.cancelled.full}>
            {t("sessions.people.cancelled_when", { when: person.cancelled.text })}
          </span>
        </Tag>
      ) : person.registered ? (
        <Tag pip="good">
          <span title={person.registered.full}>
            {t("sessions.people.registered_when", { when: person.registered.text })}
          </span>
        </Tag>
      ) : (
        <Tag>{t(person.host ? "ui.instructor" : "sessions.people.no_registration")}</Tag>
      ),
  },
  {
    id: "rsvp",
    label: t("sessions.people.answer"),
    cell: (person) => (person.rsvp ? t("sessions.people.rsvp", { rsvp: person.rsvp }) : ""),
  },
  {
    id: "attended",
    label: t("ui.attended"),
    cell: (person) => t(person.came ? "ui.yes" : status === "ended" ? "ui.no" : "sessions.people.not_yet"),
  },
  {
    id: "matched",
    label: t("sessions.people.matched_to"),
    cell: (person) =>
      person.user_name ? (
        <PersonLink userId={person.user_id}>{person.user_name}</PersonLink>
      ) : (
        <span className="text-ink-3">{t("sessions.people.no_one")}</span>
      ),
  },
  {
    id: "actions",
    label: t("sessions.people.actions"),
    align: "end",
    cell: (person) => (
      <span className="-mr-3 inline-flex">
        <Button
          look="quiet"
          onClick={() => onMatch(person)}
          aria-label={t("sessions.people.match", { name: person.name })}
        >
          {t("sessions.people.match_person")}
        </Button>
        {status === "cancelled" || !mayToggle(person) ? null : (
          <Button
            look="quiet"
            disabled={busy}
            onClick={() => onToggle(person)}
            aria-label={t(
              isRegistered(person) ? "sessions.people.cancel_of" : "sessions.people.register_name",
              { name: person.name },
            )}
          >
            {t(isRegistered(person) ? "sessions.people.cancel" : "sessions.people.register")}
          </Button>
        )}
      </span>
    ),
  },
];

/** Who is registered and who attended, with buttons to register, to cancel a registration and to match a person. */
export function PeopleTable({
  sessionId,
  status,
  rows,
  total,
  limit,
  narrowed,
}: PageOf<PersonRow> & {
  sessionId: string;
  status: SessionStatus;
  /** A search or a filter is set. */
  narrowed: boolean;
}) {
  const language = useLanguage();
  const { t } = language;
  const [assigning, setAssigning] = useState<PersonRow | null>(null);
  const { run: toggle, busy } = useAction(
    async (person: PersonRow, register = !isRegistered(person)): Promise<ActionResult<unknown>> =>
      register
        ? registerAction({ session_id: sessionId, people: [againOf(person)] })
        : removeRegistrationAction({ session_id: sessionId, attendee_id: person.id }),
    {
      toast: true,
      done: (_value, person, register = !isRegistered(person)) =>
        register
          ? t("sessions.people.is_registered", { name: person.name })
          : {
              text: t("sessions.people.no_longer_registered", { name: person.name }),
              undo: () => toggle(person, true),
            },
    },
  );

  const table = useDataTable({
    columns: useMemo(
      () => columnsOf({ status, busy, onMatch: setAssigning, onToggle: toggle }, language),
      [status, busy, toggle, language],
    ),
    rows,
    rowId: (person) => person.id,
    limit,
    total,
  });
  return (
    <>
      <Toolbar>
        <SearchField label={t("sessions.people.search")} />
        <FilterMenu
          filter="state"
          label={t("ui.show")}
          any={t("sessions.people.everyone")}
          options={states.map((value) => ({ value, label: t(`sessions.people.only_${value}`) }))}
        />
      </Toolbar>
      <DataTable
        table={table}
        label={t("sessions.people.label")}
        height="tall"
        empty={
          narrowed ? (
            <Empty title={t("sessions.people.no_match")}>{t("sessions.people.no_match_about")}</Empty>
          ) : (
            <Empty title={t("sessions.people.none_yet")}>{t("sessions.people.none_yet_about")}</Empty>
          )
        }
      />
      <Pager table={table} noun="people" />
      {assigning ? (
        <Suspense>
          <AssignPerson sessionId={sessionId} person={assigning} onClose={() => setAssigning(null)} />
        </Suspense>
      ) : null}
    </>
  );
}

const isRegistered = (person: PersonRow) => person.registered !== null && person.cancelled === null;

/** A guest with neither account nor e-mail address is not registered here: several people can share a name. */
const mayToggle = (person: PersonRow) =>
  isRegistered(person) || person.user_id !== null || person.email !== null;

/** A guest without both is found by name again while nobody else bears it. */
const againOf = ({ user_id, email, name }: PersonRow) =>
  user_id ? { user_id } : email ? { email, name } : { name };
