"use client";

import type { Role } from "@/lib/auth/scope";
import Dialog from "../ui/dialog";
import { Key } from "../ui/tag";
import { useLanguage } from "../ui/use-language";
import { placesFor } from "./navigation";

type Row = [keys: string[], what: string];

function Rows({ title, rows }: { title: string; rows: Row[] }) {
  return (
    <section className="mt-5 first-of-type:mt-3">
      <h3 className="text-axis font-medium text-ink-3">{title}</h3>
      <dl>
        {rows.map(([keys, what]) => (
          <div key={what} className="flex min-h-9 items-center justify-between gap-4 border-b border-line">
            <dt className="text-small text-ink">{what}</dt>
            <dd className="flex gap-1">
              {keys.map((key) => (
                <Key key={key}>{key}</Key>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The keyboard shortcuts. Loaded when the list is first opened. */
export default function KeyList({ role, onClose }: { role: Role; onClose: () => void }) {
  const { t } = useLanguage();
  const finderKeys = ["no", "yes"].map((apple) => t("shell.frame.find_keys", { apple }));
  return (
    <Dialog onClose={onClose} title={t("shell.keys.title")}>
      <Rows
        title={t("shell.keys.everywhere")}
        rows={[
          [finderKeys, t("shell.find.label")],
          [["?"], t("shell.keys.show_list")],
          [[t("shell.keys.escape")], t("shell.keys.close")],
        ]}
      />
      <Rows
        title={t("shell.keys.go_to")}
        rows={placesFor(role)
          .flat()
          .map((place) => [["G", place.key.toUpperCase()], t(`shell.frame.places.${place.name}`)])}
      />
      <Rows
        title={t("shell.keys.in_chart")}
        rows={[
          [["←", "→"], t("shell.keys.next_point")],
          [[t("shell.keys.home"), t("shell.keys.end")], t("shell.keys.first_point")],
        ]}
      />
    </Dialog>
  );
}
