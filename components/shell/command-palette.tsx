"use client";

import { Command } from "cmdk";
import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { type ComponentProps, type ReactNode, useEffect, useState } from "react";
import type { Role } from "@/lib/auth/scope";
import Dialog from "../ui/dialog";
import { Icon } from "../ui/icon";
import { useLanguage } from "../ui/use-language";
import { useSearch } from "../ui/use-search";
import { type FoundKind, placesFor } from "./navigation";

type Hit = {
  kind: FoundKind;
  id: string;
  title: string;
  subtitle: string | null;
  href: string;
};
type Results = { items: Hit[]; total: number };

const choiceOf = ({ kind, id }: Hit) => `${kind} ${id}`;

/** Finds a session, a video, a course, a person or a page, and runs commands. Loaded when it is first opened. */
export default function CommandPalette({
  role,
  words,
  onClose,
  onKeys,
}: {
  role: Role;
  /** What is looked for at first. */
  words: string;
  onClose: () => void;
  onKeys: () => void;
}) {
  const { t } = useLanguage();
  const router = useRouter();
  const { setTheme } = useTheme();
  const [text, setText] = useState(words);
  const { query, data, error, isLoading } = useSearch<Results>("/api/find", text);
  const results = text.trim() ? data : undefined;
  const [selected, setSelected] = useState("");
  // cmdk selects the first choice when the text changes. The results come later, and the first of them is what Enter opens.
  useEffect(() => {
    const first = results?.items[0];
    if (first) setSelected(choiceOf(first));
  }, [results]);

  const go = (href: string) => {
    onClose();
    router.push(href);
  };
  const actions = [
    { label: t("shell.find.use_light"), run: () => setTheme("light") },
    { label: t("shell.find.use_dark"), run: () => setTheme("dark") },
    { label: t("shell.find.use_system"), run: () => setTheme("system") },
    { label: t("shell.keys.title"), run: onKeys, stays: true },
  ].filter((action) => action.label.toLowerCase().includes(text.trim().toLowerCase()));

  return (
    <Dialog onClose={onClose} label={t("shell.frame.find")} width={560} place="top">
      <Command
        shouldFilter={false}
        loop
        label={t("shell.find.label")}
        value={selected}
        onValueChange={setSelected}
      >
        <div className="-mx-5 -mt-5 flex items-center gap-2.5 border-b border-line px-5 text-ink-3 max-desk:-mx-4 max-desk:mt-0 max-desk:px-4">
          <Icon name="find" />
          <Command.Input
            autoFocus
            value={text}
            onValueChange={setText}
            placeholder={t("shell.find.label")}
            className="h-12 min-w-0 flex-1 bg-transparent pr-8 text-lead text-ink outline-0 focus-visible:shadow-none"
          />
        </div>
        <Command.List className="-mx-3 max-h-[52dvh] overflow-auto pt-2 max-desk:-mx-2">
          {!text.trim() ? (
            <Group heading={t("shell.find.kinds.page")}>
              {placesFor(role)
                .flat()
                .map(({ href, name }) => (
                  <Choice key={href} value={href} onSelect={() => go(href)}>
                    {t(`shell.frame.places.${name}`)}
                  </Choice>
                ))}
            </Group>
          ) : null}
          {[...new Set(results?.items.map(({ kind }) => kind))].map((kind) => {
            const items = results?.items.filter((item) => item.kind === kind) ?? [];
            return (
              <Group key={kind} heading={t(`shell.find.kinds.${kind}`)}>
                {items.map((hit) => (
                  <Choice key={hit.id} value={choiceOf(hit)} onSelect={() => go(hit.href)}>
                    <span className="min-w-0 truncate font-medium">{hit.title}</span>
                    {hit.subtitle ? (
                      <span className="ml-auto max-w-[50%] truncate text-axis text-ink-3">
                        {hit.subtitle}
                      </span>
                    ) : null}
                  </Choice>
                ))}
              </Group>
            );
          })}
          {actions.length ? (
            <Group heading={t("shell.find.kinds.command")}>
              {actions.map(({ label, run, stays }) => (
                <Choice
                  key={label}
                  value={label}
                  onSelect={() => {
                    if (!stays) onClose();
                    run();
                  }}
                >
                  {label}
                </Choice>
              ))}
            </Group>
          ) : null}
        </Command.List>
        {/* Outside the list: a listbox may hold choices only. */}
        {error ? (
          <p role="alert" className="-mx-0.5 py-1.5 text-small text-bad">
            {t("shell.find.failed", { failure: error.message })}
          </p>
        ) : null}
        {query && !isLoading && !error && results?.items.length === 0 ? (
          <p role="status" className="-mx-0.5 py-1.5 text-small text-ink-2">
            {t("shell.find.nothing", { query })}
          </p>
        ) : null}
        {results && results.total > results.items.length ? (
          <p className="-mx-0.5 pt-1.5 text-axis text-ink-3">
            {t("shell.find.more", { shown: results.items.length, total: results.total })}
          </p>
        ) : null}
      </Command>
    </Dialog>
  );
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-axis [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-3"
    >
      {children}
    </Command.Group>
  );
}

function Choice(props: ComponentProps<typeof Command.Item>) {
  return (
    <Command.Item
      {...props}
      className="flex min-h-9 items-center gap-3 rounded-md px-2.5 text-small text-ink data-[selected=true]:bg-accent-wash max-desk:min-h-11"
    />
  );
}
