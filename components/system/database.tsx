import { SimpleTable } from "@/components/tables/simple-table";
import { useLanguage } from "@/components/ui/use-language";
import { bytes } from "@/lib/domain/system/words";

type Size = {
  bytes: number;
  connections: number;
  connections_max: number;
  groups: readonly {
    name: "system" | "playback" | "sessions" | "learning" | "audit" | "other";
    bytes: number;
  }[];
};

/** How large the database is, by what its tables are about, and how many connect to it. */
export function DatabaseTable({ size }: { size: Size }) {
  const language = useLanguage();
  const { t } = language;
  return (
    <div className="min-w-0">
      <h3 className="text-body font-semibold">
        {t("system.database.title", { size: bytes(size.bytes, language) })}
      </h3>
      <p className="mb-2 text-axis text-ink-2">
        {t("system.database.connections", { used: size.connections, most: size.connections_max })}
      </p>
      <SimpleTable
        label={t("system.database.label")}
        height="low"
        headless
        rows={size.groups}
        rowKey={({ name }) => name}
        columns={[
          { label: t("system.database.about"), cell: ({ name }) => t(`system.database.${name}`) },
          {
            label: t("system.database.size"),
            align: "end",
            cell: (group) => bytes(group.bytes, language),
          },
        ]}
      />
    </div>
  );
}
