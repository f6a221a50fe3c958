import { SimpleTable } from "@/components/tables/simple-table";
import { CopyButton } from "../ui/copy-button";
import { Tabs } from "../ui/tabs";
import { useLanguage } from "../ui/use-language";
import type { Entry } from "./entries";

const code = "overflow-auto rounded-md bg-sunk p-3 font-mono text-axis leading-[18px] text-ink-2";

/** One route: what it does, who may call it, its parameters, and an example of request and response. */
export function ApiReferenceEntry({ entry }: { entry: Entry }) {
  const { t } = useLanguage();
  const tabs = entry.samples.map(({ label, source }) => ({
    id: label,
    label,
    content: (
      <div className="grid gap-2">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
        <pre className={code} tabIndex={0}>
          {source}
        </pre>
        <div>
          <CopyButton text={source} look="tool">
            {t("ui.copy")}
          </CopyButton>
        </div>
      </div>
    ),
  }));
  return (
    <article id={entry.id} className="scroll-mt-6 border-t border-line py-6">
      <h3 className="font-mono text-small font-semibold break-words">
        <span className="text-accent">{entry.method}</span> {entry.path}
      </h3>
      <p className="mt-1 text-ink">{entry.summary}.</p>
      <p className="text-small text-ink-2">{entry.who.replaceAll("`", "")}</p>
      <div className="mt-4 grid gap-(--gap) rail:grid-cols-2">
        <div className="min-w-0">
          {entry.fields.length ? (
            <SimpleTable
              label={t("api_reference.entry.parameters")}
              rows={entry.fields}
              rowKey={(field) => `${field.where} ${field.name}`}
              columns={[
                {
                  label: t("api_reference.entry.field"),
                  className: "[th[scope=row]&]:font-mono",
                  cell: ({ name }) => name,
                },
                { label: t("api_reference.entry.in"), className: "text-ink-2", cell: ({ where }) => where },
                {
                  label: t("ui.type"),
                  className: "text-ink-2 break-words",
                  cell: ({ type, required }) =>
                    required
                      ? type
                      : t.rich("api_reference.entry.optional", {
                          type,
                          small: (text) => <span className="text-ink-3">{text}</span>,
                        }),
                },
              ]}
            />
          ) : (
            <p className="text-small text-ink-3">{t("api_reference.entry.no_parameters")}</p>
          )}
        </div>
        <div className="min-w-0">
          <Tabs
            label={t("api_reference.entry.example", { method: entry.method, path: entry.path })}
            tabs={tabs}
          />
          <p className="mt-4 mb-1 text-small text-ink-2">
            {t.rich("api_reference.entry.response", {
              status: entry.status,
              number: (text) => <span className="tabular-nums">{text}</span>,
            })}
          </p>
          {entry.answer === null ? (
            <p className="text-small text-ink-3">{t("api_reference.entry.no_body")}</p>
          ) : (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
            <pre className={`${code} max-h-80`} tabIndex={0}>
              {entry.answer}
            </pre>
          )}
        </div>
      </div>
    </article>
  );
}
