"use client";

import { lazy, Suspense, useRef, useState } from "react";
import { tokenState } from "@/lib/domain/people/findings";
import type { ApiTokenRow } from "@/lib/domain/people/schema";
import { type Column, DataTable } from "../tables/data-table";
import { Pager } from "../tables/pagination";
import { Button } from "../ui/button";
import { Empty } from "../ui/empty";
import { Tag } from "../ui/tag";
import { tokenScopeWords } from "./token-scope-words";

const RevokeDialog = lazy(() => import("./revoke-dialog"));
const NewTokenDialog = lazy(() => import("./new-token-dialog"));

/** An instant as the page says it, and in full. */
type Shown = { text: string; full: string };

/** A token with its instants in words, made on the server so that no browser needs to know calendars. */
export type TokenRow = ApiTokenRow & { made: Shown; ends: Shown; used: Shown | null };

const stateWords = { working: "Works", expired: "Expired", revoked: "Revoked" } as const;

/** The button that makes a token, with its dialog. */
export function NewToken({ address }: { address: string }) {
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Button
        ref={button}
        look="primary"
        onClick={() => {
          setWanted(true);
          setOpen(true);
        }}
      >
        New token
      </Button>
      {wanted ? (
        <Suspense>
          <NewTokenDialog open={open} onOpenChange={setOpen} returnTo={button} address={address} />
        </Suspense>
      ) : null}
    </>
  );
}

/** The reader's own tokens: what each may do, how long, when it was last used; and the way to end it. */
export function PeopleTokens({
  tokens,
  total,
  limit,
  now,
}: {
  tokens: TokenRow[];
  total: number;
  limit: number;
  /** ISO 8601. */
  now: string;
}) {
  const [revoking, setRevoking] = useState<ApiTokenRow | null>(null);
  const at = new Date(now);
  const time = ({ text, full }: Shown) => (
    <time title={full} className="whitespace-nowrap">
      {text}
    </time>
  );
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
      label: "May",
      cell: (token) => token.scopes.map((scope) => tokenScopeWords[scope].label.toLowerCase()).join(", "),
    },
    {
      id: "state",
      label: "State",
      cell: (token) => {
        const state = tokenState(token, at);
        return <Tag pip={state === "working" ? "good" : "rest"}>{stateWords[state]}</Tag>;
      },
    },
    { id: "created", label: "Made", cell: (token) => time(token.made) },
    { id: "expires", label: "Ends", cell: (token) => time(token.ends) },
    { id: "used", label: "Last used", cell: (token) => (token.used ? time(token.used) : "never") },
    {
      id: "revoke",
      label: "Action",
      align: "end",
      cell: (token) =>
        tokenState(token, at) === "working" ? (
          <Button
            look="quiet"
            className="-mr-3"
            onClick={() => setRevoking(token)}
            aria-label={`Revoke ${token.name}`}
          >
            Revoke
          </Button>
        ) : null,
    },
  ];
  return (
    <>
      <DataTable
        label="Your API tokens"
        columns={columns}
        rows={tokens}
        rowId={(token) => token.id}
        tall
        empty={
          <Empty title="No tokens yet">
            A token lets a program ask for what you can see, or lets a course page say who is watching. Its
            text is shown once, when it is made.
          </Empty>
        }
      />
      {total > limit ? <Pager limit={limit} total={total} noun="tokens" /> : null}
      {revoking ? (
        <Suspense>
          <RevokeDialog token={revoking} onClose={() => setRevoking(null)} />
        </Suspense>
      ) : null}
    </>
  );
}
