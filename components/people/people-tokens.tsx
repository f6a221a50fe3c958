"use client";

import { lazy, Suspense, useMemo, useRef, useState } from "react";
import { revokeApiTokenAction } from "@/lib/domain/people/actions";
import type { TokenState } from "@/lib/domain/people/findings";
import type { ApiTokenRow } from "@/lib/domain/people/schema";
import type { Language } from "@/lib/language/language";
import { type Shown, time } from "../tables/cells";
import type { Column } from "../tables/column";
import { DataTable } from "../tables/data-table";
import { Pager } from "../tables/pager";
import { type PageOf, useDataTable } from "../tables/use-data-table";
import { Button } from "../ui/button";
import { ConfirmButton } from "../ui/confirm-button";
import { Empty } from "../ui/empty";
import { Tag } from "../ui/tag";
import { useLanguage } from "../ui/use-language";
import { tokenScopeWords } from "./token-scope-words";

const NewTokenDialog = lazy(() => import("./new-token-dialog"));

/** A token with its instants as texts, formatted on the server so that the browser loads no date library. */
type TokenRow = ApiTokenRow & {
  state: TokenState;
  made: Shown;
  ends: Shown;
  used: Shown | null;
};

/** The button that creates a token, with its dialog. */
export function NewToken({ address }: { address: string }) {
  const { t } = useLanguage();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Button ref={button} look="primary" onClick={() => setOpen(true)}>
        {t("people.tokens.new")}
      </Button>
      {open ? (
        <Suspense>
          <NewTokenDialog onClose={() => setOpen(false)} returnTo={button} address={address} />
        </Suspense>
      ) : null}
    </>
  );
}

const columnsIn = ({ t }: Language): Column<TokenRow>[] => [
  {
    id: "name",
    label: t("ui.name"),
    cell: (token) => <span className="font-medium">{token.name}</span>,
    detail: (token) => <code className="font-mono">{token.prefix}…</code>,
    fixed: true,
  },
  {
    id: "scopes",
    label: t("people.tokens.permissions"),
    cell: (token) =>
      token.scopes.map((scope) => t(`people.tokens.scopes.${tokenScopeWords[scope]}`)).join(", "),
  },
  {
    id: "state",
    label: t("people.tokens.state"),
    cell: ({ state }) => (
      <Tag pip={state === "active" ? "good" : "rest"}>{t(`people.tokens.states.${state}`)}</Tag>
    ),
  },
  { id: "created", label: t("people.tokens.created"), cell: (token) => time(token.made) },
  { id: "expires", label: t("people.tokens.expires"), cell: (token) => time(token.ends) },
  {
    id: "used",
    label: t("people.tokens.last_used"),
    cell: (token) => (token.used ? time(token.used) : t("people.tokens.never")),
  },
  {
    id: "revoke",
    label: t("ui.action"),
    align: "end",
    cell: (token) =>
      token.state === "active" ? (
        <ConfirmButton
          button={{
            look: "quiet",
            className: "-mr-3",
            "aria-label": t("people.tokens.revoke_name", { name: token.name }),
            children: t("people.tokens.revoke"),
          }}
          title={t("people.tokens.revoke_name", { name: token.name })}
          description={t("people.tokens.revoke_about")}
          confirm={t("people.tokens.revoke")}
          confirming={t("people.tokens.revoking")}
          cancel={t("people.tokens.keep")}
          done={t("people.tokens.revoked", { name: token.name })}
          kept={t("people.tokens.still_works")}
          action={() => revokeApiTokenAction({ tokenId: token.id })}
        />
      ) : null,
  },
];

/** The reader's own tokens: permissions, expiry, last use, and a button to revoke each. */
export function PeopleTokens({ rows, total, limit }: PageOf<TokenRow>) {
  const language = useLanguage();
  const { t } = language;
  const columns = useMemo(() => columnsIn(language), [language]);
  const table = useDataTable({ columns, rows, rowId: (token) => token.id, limit, total });
  return (
    <>
      <DataTable
        table={table}
        label={t("people.tokens.yours")}
        height="tall"
        empty={<Empty title={t("people.tokens.none")}>{t("people.tokens.none_about")}</Empty>}
      />
      {total > limit ? <Pager table={table} noun="tokens" /> : null}
    </>
  );
}
