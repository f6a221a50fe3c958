"use client";

import { SimpleTable } from "@/components/tables/simple-table";
import { Icon } from "@/components/ui/icon";
import { Options, Select } from "@/components/ui/input";
import { Section } from "@/components/ui/section";
import { useLanguage } from "@/components/ui/use-language";
import type { MatchedColumn } from "@/lib/platform/match-columns";
import type { Delimiter, Encoding } from "@/lib/platform/read-table";

const delimiterNames = { ",": "comma", ";": "semicolon", "\t": "tab" } as const satisfies Record<
  Delimiter,
  string
>;

type Props = {
  file: string;
  rows: number;
  delimiter: Delimiter;
  encoding: Encoding;
  /** `wrong`: rows that are left out because of this column. */
  columns: readonly (MatchedColumn & { wrong: number })[];
  /** What a column can become, with its name in words. */
  fields: readonly (readonly [string, string])[];
  /** What a column is needed for that none is chosen for. */
  missing: string | null;
  onChoice: (columns: Record<string, string>) => void;
};

/** The columns of a CSV, each with its first values and a menu of what it becomes. */
export default function ColumnTable(props: Props) {
  const { file, rows, delimiter, encoding, columns, fields, missing, onChoice } = props;
  const { t } = useLanguage();
  const title = t("imports.columns.title", { file });
  const choose = (heading: string, becomes: string) =>
    onChoice(
      Object.fromEntries(
        columns.map((one) => [one.heading, one.heading === heading ? becomes : (one.becomes ?? "none")]),
      ),
    );
  const left = columns.filter(({ becomes }) => becomes === null).map(({ heading }) => heading);
  const joined = fields.flatMap(([field, name]) => {
    const of = columns.filter(({ becomes }) => becomes === field).map(({ heading }) => heading);
    return of.length > 1 ? [t("imports.columns.joined", { field: name, columns: of.join(" + ") })] : [];
  });
  return (
    <Section
      title={<span className="[overflow-wrap:anywhere]">{title}</span>}
      sub={t("imports.columns.about", { rows, delimiter: delimiterNames[delimiter], encoding })}
      line
    >
      <SimpleTable
        label={title}
        rows={columns}
        rowKey={({ heading }) => heading}
        stacked
        columns={[
          {
            label: t("imports.columns.yours"),
            className: "max-columns:font-medium [overflow-wrap:anywhere]",
            cell: ({ heading }) => heading,
          },
          {
            label: t("imports.columns.first"),
            className: "text-ink-2 [overflow-wrap:anywhere] max-columns:text-right",
            cell: ({ first }) => <span className="line-clamp-2">{first.join(" · ")}</span>,
          },
          {
            label: t("imports.columns.becomes"),
            className: "w-[42%] max-columns:col-span-2 max-columns:w-auto",
            cell: ({ heading, becomes }) => (
              <Select
                className="w-full max-w-[420px]"
                aria-label={t("imports.columns.becomes_of", { column: heading })}
                value={becomes ?? "none"}
                onChange={(event) => choose(heading, event.target.value)}
              >
                <Options of={[["none", t("imports.columns.none")], ...fields]} />
              </Select>
            ),
          },
          {
            label: t("imports.columns.understood"),
            className: "whitespace-nowrap max-columns:col-span-2",
            cell: (column) => <Understood {...column} />,
          },
        ]}
      />
      <div className="mt-3 text-small text-ink-2">
        {missing ? (
          <p role="alert" className="font-medium text-bad">
            {missing}
          </p>
        ) : null}
        {joined.map((text) => (
          <p key={text}>{text}</p>
        ))}
        {left.length ? <p>{t("imports.columns.left_out", { columns: left.join(", ") })}</p> : null}
      </div>
    </Section>
  );
}

function Understood({ becomes, filled, wrong }: { becomes: string | null; filled: number; wrong: number }) {
  const { t } = useLanguage();
  if (becomes === null) return <span className="text-ink-3">{t("imports.columns.not_stored")}</span>;
  const right = Math.max(0, filled - wrong);
  return (
    <span className={`inline-flex items-center gap-1.5 font-medium ${wrong ? "text-warn" : "text-good"}`}>
      <Icon name={wrong ? "warning" : "check"} />
      {t("imports.columns.right", { right, filled })}
    </span>
  );
}
