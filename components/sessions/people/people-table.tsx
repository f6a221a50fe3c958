"use client";

import { lazy, Suspense, useMemo, useState } from "react";
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
import { registerAction, removeRegistrationAction } from "@/lib/domain/sessions/actions";
import type { SessionPerson } from "@/lib/domain/sessions/queries/registrations";
import type { SessionStatus } from "@/lib/domain/sessions/session";
import type { ActionResult } from "@/lib/http/action";

const AssignPerson = lazy(() => import("./assign-person"));

/** A person of a session; instants as texts, made on the server. */
type PersonRow = Omit<SessionPerson, "registered_at" | "cancelled_at"> & {
  registered: Shown | null;
  cancelled: Shown | null;
};

const answers: Record<string, string> = { yes: "Coming", no: "Not coming", maybe: "Maybe" };
const filters = [
  { value: "registered", label: "Registered" },
  { value: "cancelled", label: "Cancelled" },
  { value: "walk_in", label: "Walked in" },
  { value: "unknown", label: "Not in your school" },
];

const columnsOf = ({
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
}): Column<PersonRow>[] => [
  {
    id: "name",
    label: "Name",
    fixed: true,
    cell: (person) => <span className="font-medium">{person.name}</span>,
    detail: (person) => person.email,
  },
  {
    id: "state",
    label: "Registration",
    cell: (person) =>
      person.cancelled ? (
        <Tag pip="rest">
          <span title={person.cancelled.full}>Cancelled {person.cancelled.text}</span>
        </Tag>
      ) : person.registered ? (
        <Tag pip="good">
          <span title={person.registered.full}>Registered {person.registered.text}</span>
        </Tag>
      ) : (
        <Tag>{person.host ? "Instructor" : "None"}</Tag>
      ),
  },
  {
    id: "rsvp",
    label: "RSVP",
    cell: (person) => (person.rsvp ? (answers[person.rsvp] ?? person.rsvp) : ""),
  },
  {
    id: "attended",
    label: "Attended",
    cell: (person) => (person.came ? "Yes" : status === "ended" ? "No" : "Not yet"),
  },
  {
    id: "matched",
    label: "Matched to",
    cell: (person) => person.user_name ?? <span className="text-ink-3">No one</span>,
  },
  {
    id: "actions",
    label: "Actions",
    align: "end",
    cell: (person) => (
      <span className="-mr-3 inline-flex">
        <Button look="quiet" onClick={() => onMatch(person)} aria-label={`Match ${person.name}`}>
          Match person
        </Button>
        {status === "cancelled" || !mayToggle(person) ? null : (
          <Button
            look="quiet"
            disabled={busy}
            onClick={() => onToggle(person)}
            aria-label={
              isRegistered(person) ? `Cancel the registration of ${person.name}` : `Register ${person.name}`
            }
          >
            {isRegistered(person) ? "Cancel" : "Register"}
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
  const [assigning, setAssigning] = useState<PersonRow | null>(null);
  const { run: toggle, busy } = useAction(
    async (person: PersonRow): Promise<ActionResult<unknown>> =>
      isRegistered(person)
        ? removeRegistrationAction({ session_id: sessionId, attendee_id: person.id })
        : registerAction({ session_id: sessionId, people: [againOf(person)] }),
    {
      toast: true,
      done: (_value, person) =>
        isRegistered(person) ? `${person.name} is no longer registered.` : `${person.name} is registered.`,
    },
  );

  const table = useDataTable({
    columns: useMemo(
      () => columnsOf({ status, busy, onMatch: setAssigning, onToggle: toggle }),
      [status, busy, toggle],
    ),
    rows,
    rowId: (person) => person.id,
    limit,
    total,
  });
  return (
    <>
      <Toolbar>
        <SearchField label="Search people" />
        <FilterMenu filter="state" label="Show" any="everyone" options={filters} />
      </Toolbar>
      <DataTable
        table={table}
        label="People of this session"
        height="tall"
        empty={
          narrowed ? (
            <Empty title="No people match">Change the search or the filter.</Empty>
          ) : (
            <Empty title="No people yet">
              People you register appear here, and so do people who join the session.
            </Empty>
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

/** A guest with neither account nor e-mail address cannot be registered: several people can share a name. */
const mayToggle = (person: PersonRow) =>
  isRegistered(person) || person.user_id !== null || person.email !== null;

const againOf = (person: PersonRow) =>
  person.user_id ? { user_id: person.user_id } : { email: person.email ?? "", name: person.name };
