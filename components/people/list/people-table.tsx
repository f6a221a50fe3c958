"use client";

import { lazy, Suspense, useMemo, useRef, useState } from "react";
import { type Role, roles } from "@/lib/auth/scope";
import { userStates } from "@/lib/domain/people/users/schema";
import { DataTable } from "../../tables/data-table";
import { Pager } from "../../tables/pager";
import { ChoicesMenu, ClearFilters, ColumnsMenu, SearchField, Toolbar } from "../../tables/toolbar";
import { type PageOf, useDataTable } from "../../tables/use-data-table";
import { Button } from "../../ui/button";
import { useLanguage } from "../../ui/use-language";
import { type PersonRow, peopleColumns } from "./columns";
import type { Places } from "./invite-dialog";
import { PeopleSelection } from "./people-selection";

const InviteDialog = lazy(() => import("./invite-dialog"));

const byNameFirst = { id: "name", desc: false };

/** The people of a school: search, role and state, sorted and paged by the server, all in the URL; several are changed together. */
export function PeopleTable({
  rows,
  total,
  all,
  limit,
  narrowed,
  counts,
}: PageOf<PersonRow> & {
  /** How many there are without filters. */
  all: number;
  narrowed: boolean;
  /** How many have each role. */
  counts: Partial<Record<Role, number>>;
}) {
  const language = useLanguage();
  const { t, count } = language;
  const columns = useMemo(() => peopleColumns(language), [language]);
  const table = useDataTable({
    columns,
    rows,
    rowId: ({ id }) => id,
    limit,
    total,
    defaultSort: byNameFirst,
    selectable: true,
  });
  return (
    <>
      <Toolbar
        end={
          <>
            {total === all ? count(all) : t("tables.of_all", { part: total, all })}
            <ColumnsMenu table={table} />
          </>
        }
      >
        <SearchField param="search" label={t("people.list.search")} />
        <ChoicesMenu
          filter="role"
          label={t("people.list.role")}
          options={roles.map((value) => ({
            value,
            label: t("people.list.role_of", { role: t(`people.role.${value}`), count: counts[value] ?? 0 }),
          }))}
        />
        <ChoicesMenu
          filter="state"
          label={t("ui.status")}
          options={userStates.map((value) => ({ value, label: t(`people.state.${value}`) }))}
        />
        {narrowed ? <ClearFilters href="/people" /> : null}
      </Toolbar>
      <DataTable
        table={table}
        label={t("ui.people")}
        rowName={({ name }) => name}
        rowHref={({ id }) => `/people/${id}`}
        empty={<p className="py-6 text-ink-2">{t("people.list.no_match")}</p>}
      />
      <Pager table={table} noun="people" />
      <PeopleSelection table={table} />
    </>
  );
}

/** The button that invites people, with its dialog. */
export function InviteButton(props: { mail: boolean; places: Places }) {
  const { t } = useLanguage();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Button ref={button} look="primary" onClick={() => setOpen(true)}>
        {t("people.invite.button")}
      </Button>
      {open ? (
        <Suspense>
          <InviteDialog {...props} returnTo={button} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
