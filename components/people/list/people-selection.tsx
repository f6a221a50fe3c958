"use client";

import { lazy, Suspense, useRef, useState } from "react";
import { type Role, roles } from "@/lib/auth/scope";
import type { InviteAgainAnswer } from "@/lib/domain/people/links/schema";
import { changeUsersAction, signOutUsersAction } from "@/lib/domain/people/users/actions";
import { SelectionBar } from "../../tables/selection-bar";
import type { Table } from "../../tables/use-data-table";
import { Button } from "../../ui/button";
import { ConfirmButton } from "../../ui/confirm-button";
import { LinkButton } from "../../ui/link-button";
import { Menu } from "../../ui/menu";
import { sendJson } from "../../ui/send-json";
import { notify } from "../../ui/toast";
import { useAction } from "../../ui/use-action";
import { useLanguage } from "../../ui/use-language";
import type { PersonRow } from "./columns";

const InvitedAgain = lazy(async () => ({ default: (await import("./invite-dialog")).InvitedAgain }));

type Change = { id: string; role?: Role; disabled?: boolean };

/** Changes people, says who was refused, and offers to undo it. */
function useChanges() {
  const { t } = useLanguage();
  const undo = useAction(changeUsersAction, { toast: true, done: () => t("people.selection.undone") });
  return useAction((changes: Change[]) => changeUsersAction({ changes }), {
    toast: true,
    done: (value) => {
      for (const refusal of value.refused.slice(0, 3)) notify(refusal, { tone: "bad" });
      const text = t("people.selection.changed", { count: value.undo.length });
      return value.undo.length ? { text, undo: () => undo.run({ changes: value.undo }) } : undefined;
    },
  });
}

/** Invites the selected people again who have not taken their account; then lists the links that were not sent. */
function InviteAgain({ ids }: { ids: string[] }) {
  const { t } = useLanguage();
  const [answer, setAnswer] = useState<InviteAgainAnswer | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const { run, busy } = useAction(
    () => sendJson<InviteAgainAnswer>("POST", "/api/users/invitations/again", { ids }),
    {
      toast: true,
      done: (invited) => {
        setAnswer(invited);
        return undefined;
      },
    },
  );
  return (
    <>
      <Button ref={button} disabled={busy} onClick={() => run()}>
        {t("people.selection.invite_again")}
      </Button>
      {answer ? (
        <Suspense>
          <InvitedAgain answer={answer} returnTo={button} onClose={() => setAnswer(null)} />
        </Suspense>
      ) : null}
    </>
  );
}

/** What can be done with the selected people. */
export function PeopleSelection({ table }: { table: Table<PersonRow> }) {
  const { t } = useLanguage();
  const { run, busy } = useChanges();
  // Those on other pages too.
  const ids = Object.keys(table.state.rowSelection);
  const shown = table.getSelectedRowModel().rows.map(({ original }) => original);
  const deactivated = shown.length > 0 && shown.every(({ state }) => state === "deactivated");
  const waiting = shown.some(({ state }) => ["not_invited", "invited", "expired"].includes(state));
  const [first, second] = ids;
  const count = ids.length;
  return (
    <SelectionBar
      text={t("people.selection.selected", { count })}
      count={count}
      onClear={() => table.setRowSelection({})}
    >
      {waiting ? <InviteAgain ids={ids} /> : null}
      {count === 2 ? (
        <LinkButton href={`/people/${first}/merge?duplicate_id=${second}`}>
          {t("people.selection.merge")}
        </LinkButton>
      ) : null}
      <Menu
        label={t("people.selection.change_role")}
        side="top"
        entries={roles.map((role) => ({
          type: "action",
          label: t(`people.role.${role}`),
          onSelect: () => run(ids.map((id) => ({ id, role }))),
        }))}
      />
      <ConfirmButton
        button={{ children: t("people.selection.sign_out", { count }) }}
        title={t("people.selection.sign_out", { count })}
        description={t("people.selection.sign_out_about")}
        confirm={t("people.selection.sign_out", { count })}
        confirming={t("people.account.signing_out")}
        cancel={t("ui.cancel")}
        done={t("people.selection.signed_out", { count })}
        action={() => signOutUsersAction({ ids })}
      />
      <Button disabled={busy} onClick={() => run(ids.map((id) => ({ id, disabled: !deactivated })))}>
        {t(deactivated ? "people.selection.reactivate" : "people.selection.deactivate", { count })}
      </Button>
    </SelectionBar>
  );
}
