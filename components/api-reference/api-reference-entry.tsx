import { SimpleTable } from "@/components/tables/simple-table";
import { CopyButton } from "../ui/copy-button";
import { Tabs } from "../ui/tabs";
import type { Entry } from "./entries";

const code = "overflow-auto rounded-md bg-sunk p-3 font-mono text-axis leading-[18px] text-ink-2";

/** One route: what it does, who may call it, its parameters, and an example of request and response. */
export function ApiReferenceEntry({ entry }: { entry: Entry }) {
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
            Copy
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
              label="Parameters"
              rows={entry.fields}
              rowKey={(field) => `${field.where} ${field.name}`}
              columns={[
                { label: "Field", className: "[th[scope=row]&]:font-mono", cell: ({ name }) => name },
                { label: "In", className: "text-ink-2", cell: ({ where }) => where },
                {
                  label: "Type",
                  className: "text-ink-2 break-words",
                  cell: ({ type, required }) => (
                    <>
                      {type}
                      {required ? null : <span className="text-ink-3">, optional</span>}
                    </>
                  ),
                },
              ]}
            />
          ) : (
            <p className="text-small text-ink-3">No parameters.</p>
          )}
        </div>
        <div className="min-w-0">
          <Tabs label={`Example of ${entry.method} ${entry.path}`} tabs={tabs} />
          <p className="mt-4 mb-1 text-small text-ink-2">
            Response <span className="tabular-nums">{entry.status}</span>
          </p>
          {entry.answer === null ? (
            <p className="text-small text-ink-3">No response body.</p>
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
