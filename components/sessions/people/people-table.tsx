"use client";

import { lazy, Suspense, useState } from "react";
import { type Column, DataTable } from "@/components/tables/data-table";
import { Pager } from "@/components/tables/pagination";
import { SearchField } from "@/components/tables/search-field";
import { FilterMenu, Toolbar } from "@/components/tables/toolbar";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { Tag } from "@/components/ui/tag";
import { useAction } from "@/components/ui/use-action";
import { registerAction, removeRegistrationAction } from "@/lib/domain/sessions/actions";
import type { ActionResult } from "@/lib/http/action";

const AssignPerson = lazy(() => import("./assign-person"));

/** Somebody of a session; instants as texts, made on the server. */
export type PersonRow = {
  id: string;
  name: string;
  email: string | null;
  user_id: string | null;
  user_name: string | null;
  host: boolean;
  came: boolean;
  rsvp: string | null;
  registered: { text: string; full: string } | null;
  cancelled: { text: string; full: string } | null;
};

const answers: Record<string, string> = { yes: "Coming", no: "Not coming", maybe: "Maybe" };
const filters = [
  { value: "registered", label: "Registered" },
  { value: "cancelled", label: "Took it back" },
  { value: "walk_in", label: "Without registering" },
  { value: "unknown", label: "Not known to the school" },
];

/** Who is registered and who came, with the ways to take a registration back and to say who somebody was. */
export function PeopleTable({
  sessionId,
  people,
  total,
  limit,
  narrowed,
  over,
  closed,
}: {
  sessionId: string;
  people: PersonRow[];
  total: number;
  limit: number;
  /** A search or a filter leaves some of them out. */
  narrowed: boolean;
  /** The session has ended: who has not come will not. */
  over: boolean;
  /** Nobody registers any more: the session was cancelled. */
  closed: boolean;
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

  const columns: Column<PersonRow>[] = [
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
            <span title={person.cancelled.full}>Taken back {person.cancelled.text}</span>
          </Tag>
        ) : person.registered ? (
          <Tag pip="good">
            <span title={person.registered.full}>Registered {person.registered.text}</span>
          </Tag>
        ) : (
          <Tag>{person.host ? "Teaches" : "None"}</Tag>
        ),
    },
    {
      id: "rsvp",
      label: "Answer",
      cell: (person) => (person.rsvp ? (answers[person.rsvp] ?? person.rsvp) : ""),
    },
    { id: "came", label: "Came", cell: (person) => (person.came ? "Yes" : over ? "No" : "Not yet") },
    {
      id: "known",
      label: "Known as",
      cell: (person) => person.user_name ?? <span className="text-ink-3">Nobody yet</span>,
    },
    {
      id: "actions",
      label: "Actions",
      align: "end",
      cell: (person) => (
        <span className="-mr-3 inline-flex">
          <Button look="quiet" onClick={() => setAssigning(person)} aria-label={`Who is ${person.name}`}>
            Who is this
          </Button>
          {closed || !mayToggle(person) ? null : person.registered && !person.cancelled ? (
            <Button
              look="quiet"
              disabled={busy}
              onClick={() => toggle(person)}
              aria-label={`Take back the registration of ${person.name}`}
            >
              Take back
            </Button>
          ) : (
            <Button
              look="quiet"
              disabled={busy}
              onClick={() => toggle(person)}
              aria-label={`Register ${person.name}`}
            >
              Register
            </Button>
          )}
        </span>
      ),
    },
  ];
  return (
    <>
      <Toolbar>
        <SearchField label="Search people" />
        <FilterMenu filter="state" label="Show" any="everybody" options={filters} />
      </Toolbar>
      <DataTable
        label="People of this session"
        columns={columns}
        rows={people}
        rowId={(person) => person.id}
        tall
        empty={
          narrowed ? (
            <Empty title="Nobody like this">Search for something else, or show everybody.</Empty>
          ) : (
            <Empty title="Nobody yet">
              Whoever is registered above stands here, and whoever joins the session, too.
            </Empty>
          )
        }
      />
      <Pager limit={limit} total={total} noun="people" />
      {assigning ? (
        <Suspense>
          <AssignPerson sessionId={sessionId} person={assigning} onClose={() => setAssigning(null)} />
        </Suspense>
      ) : null}
    </>
  );
}

const isRegistered = (person: PersonRow) => person.registered !== null && person.cancelled === null;

/** A guest who left neither account nor address cannot be found again by a registration: their name may be anybody's. */
const mayToggle = (person: PersonRow) =>
  isRegistered(person) || person.user_id !== null || person.email !== null;

const againOf = (person: PersonRow) =>
  person.user_id ? { user_id: person.user_id } : { email: person.email ?? "", name: person.name };
