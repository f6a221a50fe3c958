"use client";

import { lazy, Suspense, useRef, useState } from "react";
import { revokeApiTokenAction } from "@/lib/domain/people/actions";
import type { ApiTokenRow } from "@/lib/domain/people/schema";
import { type Shown, time } from "../tables/cells";
import type { Column } from "../tables/column";
import { DataTable } from "../tables/data-table";
import { Pager } from "../tables/pager";
import { type PageOf, useDataTable } from "../tables/use-data-table";
import { Button } from "../ui/button";
import { ConfirmButton } from "../ui/confirm-button";
import { Empty } from "../ui/empty";
import { Tag } from "../ui/tag";
import { tokenScopeWords } from "./token-scope-words";

const NewTokenDialog = lazy(() => import("./new-token-dialog"));

/** A token with its instants as texts, formatted on the server so that the browser loads no date library. */
type TokenRow = ApiTokenRow & {
  state: keyof typeof stateWords;
  made: Shown;
  ends: Shown;
  used: Shown | null;
};

const stateWords = { active: "Active", expired: "Expired", revoked: "Revoked" } as const;

/** The button that creates a token, with its dialog. */
export function NewToken({ address }: { address: string }) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Button ref={button} look="primary" onClick={() => setOpen(true)}>
        New token
      </Button>
      {open ? (
        <Suspense>
          <NewTokenDialog onClose={() => setOpen(false)} returnTo={button} address={address} />
        </Suspense>
      ) : null}
    </>
  );
}

const columns: Column<TokenRow>[] = [
  {
    id: "name",
    label: "Name",
    cell: (token) => <span className="font-medium">{token.name}</span>,
    detail: (token) => <code className="font-mono">{token.prefix}…</code>,
    fixed: true,
  },
  {
    id: "scopes",
    label: "Permissions",
    cell: (token) => token.scopes.map((scope) => tokenScopeWords[scope].label.toLowerCase()).join(", "),
  },
  {
    id: "state",
    label: "State",
    cell: ({ state }) => <Tag pip={state === "active" ? "good" : "rest"}>{stateWords[state]}</Tag>,
  },
  { id: "created", label: "Created", cell: (token) => time(token.made) },
  { id: "expires", label: "Expires", cell: (token) => time(token.ends) },
  { id: "used", label: "Last used", cell: (token) => (token.used ? time(token.used) : "never") },
  {
    id: "revoke",
    label: "Action",
    align: "end",
    cell: (token) =>
      token.state === "active" ? (
        <ConfirmButton
          button={{
            look: "quiet",
            className: "-mr-3",
            "aria-label": `Revoke ${token.name}`,
            children: "Revoke",
          }}
          title={`Revoke ${token.name}`}
          description="Programs that use this token lose access at once. You cannot undo this."
          confirm="Revoke"
          confirming="Revoking"
          cancel="Keep it"
          done={`${token.name} is revoked.`}
          kept="The token still works"
          action={() => revokeApiTokenAction({ tokenId: token.id })}
        />
      ) : null,
  },
];

/** The reader's own tokens: permissions, expiry, last use, and a button to revoke each. */
export function PeopleTokens({ rows, total, limit }: PageOf<TokenRow>) {
  const table = useDataTable({ columns, rows, rowId: (token) => token.id, limit, total });
  return (
    <>
      <DataTable
        table={table}
        label="Your API tokens"
        height="tall"
        empty={
          <Empty title="No tokens yet">
            A token lets a program read what you can see, or lets a course page tell Lectern who is watching.
            Its text is shown once, when you create it.
          </Empty>
        }
      />
      {total > limit ? <Pager table={table} noun="tokens" /> : null}
    </>
  );
}
