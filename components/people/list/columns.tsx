import type { UserRow } from "@/lib/domain/people/users/schema";
import type { Language } from "@/lib/language/language";
import { orDash, type Shown, time } from "../../tables/cells";
import type { Column } from "../../tables/column";
import { Tag } from "../../ui/tag";

/** A person with their instants as texts, formatted on the server. */
export type PersonRow = UserRow & {
  seen: Shown | null;
  /** When the invitation ends or ended, or since when they are deactivated. */
  since: string | null;
};

const pips = {
  active: "good",
  not_invited: "none",
  invited: "planned",
  expired: "planned",
  deactivated: "rest",
} as const;

/** The state of a person's account in words, with its date. */
export function stateTag({ state, since }: Pick<PersonRow, "state" | "since">, { t }: Language) {
  return (
    <span className="inline-flex items-baseline gap-1.5 whitespace-nowrap">
      <Tag pip={pips[state]}>{t(`people.state.${state}`)}</Tag>
      {since ? (
        <small className="text-axis text-ink-3">
          {state === "invited" ? t("people.state.expires", { day: since }) : since}
        </small>
      ) : null}
    </span>
  );
}

export const peopleColumns = (language: Language): Column<PersonRow>[] => {
  const { t } = language;
  return [
    {
      id: "name",
      label: t("ui.name"),
      cell: ({ name }) => name,
      sortable: true,
      fixed: true,
    },
    {
      id: "username",
      label: t("people.list.username"),
      cell: (row) => orDash(row.username, (text) => text),
      sortable: true,
    },
    {
      id: "email",
      label: t("people.list.email"),
      phone: ({ email }) => email,
      cell: (row) => orDash(row.email, (text) => text),
      sortable: true,
    },
    {
      id: "role",
      label: t("people.list.role"),
      phone: ({ role }) => t(`people.role.${role}`),
      cell: ({ role }) => t(`people.role.${role}`),
      sortable: true,
    },
    {
      id: "external_id",
      label: t("people.list.external_id"),
      cell: (row) => orDash(row.external_id, (text) => text),
      sortable: true,
      hidden: true,
    },
    {
      id: "address",
      label: t("people.list.address"),
      cell: (row) => orDash(row.address, (text) => text),
      hidden: true,
    },
    {
      id: "last_seen",
      label: t("people.list.last_seen"),
      cell: ({ seen }) => orDash(seen, time),
      sortable: true,
      first: "down",
    },
    {
      id: "state",
      label: t("ui.status"),
      phone: ({ state }) => (state === "active" ? null : t(`people.state.${state}`)),
      cell: (row) => stateTag(row, language),
    },
  ];
};
