"use client";

import { SelectionBar } from "../tables/selection-bar";
import type { Table } from "../tables/use-data-table";
import { Button } from "../ui/button";
import { LinkButton } from "../ui/link-button";
import { notify } from "../ui/toast";
import { requestRoute, useAction } from "../ui/use-action";
import { useLanguage } from "../ui/use-language";
import type { LearnerTableRow } from "./learners-table";

type Listed = { items: { email: string | null }[] };

/** So many can be selected for one file: the route takes no more ids. */
const selectedMax = 100;

/** What can be done with the selected learners, those on other pages too: their addresses copied, and a file of them. */
export function LearnersSelection({
  table,
  canExport,
}: {
  table: Table<LearnerTableRow>;
  canExport: boolean;
}) {
  const { t } = useLanguage();
  const ids = Object.keys(table.state.rowSelection);
  const shown = table.getSelectedRowModel().rows.map(({ original }) => original);
  const count = ids.length;
  const query = `ids=${ids.join(",")}`;
  // The selection knows ids only: who is on another page has an address that this page has not.
  const { run, busy } = useAction(
    () => requestRoute<Listed>(`/api/learners?${query}&limit=${selectedMax}`, {}),
    {
      toast: true,
      done: ({ items }) => {
        const addresses = items.flatMap(({ email }) => email ?? []);
        // Without https the browser has no clipboard.
        const copied =
          navigator.clipboard?.writeText(addresses.join(", ")) ?? Promise.reject(new Error("no clipboard"));
        copied.then(
          () => notify(t("learners.selection.copied", { count: addresses.length, people: items.length })),
          () => notify(t("ui.copy_failed"), { tone: "bad" }),
        );
        return undefined;
      },
    },
  );
  const atRisk = shown.filter(({ risk }) => risk !== null).length;
  const many = count > selectedMax;
  return (
    <SelectionBar
      text={t("learners.selection.selected", { count })}
      count={count}
      note={
        many
          ? t("learners.selection.too_many", { most: selectedMax })
          : shown.length === count
            ? t("learners.selection.at_risk", { at_risk: atRisk, count })
            : null
      }
      onClear={() => table.setRowSelection({})}
    >
      <Button disabled={busy || many} onClick={() => run()}>
        {t("learners.selection.copy")}
      </Button>
      {canExport && !many ? (
        <LinkButton look="primary" href={`/api/learners/export?${query}`} download="">
          {t("learners.selection.csv", { count })}
        </LinkButton>
      ) : null}
    </SelectionBar>
  );
}
