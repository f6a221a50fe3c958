"use client";

import { IntlProvider } from "next-intl";
import { createContext, type ReactNode, useContext, useMemo } from "react";

type Part = readonly [path: string, messages: unknown];
type Tree = { [name: string]: unknown };

const Outer = createContext<Tree>({});

/** The messages around with more parts, each at its path. */
export function MoreMessages({
  locale,
  messages,
  children,
}: {
  locale: string;
  messages: readonly Part[];
  children: ReactNode;
}) {
  const outer = useContext(Outer);
  const all = useMemo(() => messages.reduce(withPart, outer), [outer, messages]);
  return (
    <Outer value={all}>
      <IntlProvider locale={locale} messages={all} timeZone="UTC">
        {children}
      </IntlProvider>
    </Outer>
  );
}

/** A copy of the tree with this part in its place. */
function withPart(tree: Tree, [path, messages]: Part): Tree {
  const [name = "", ...rest] = path.split(".");
  if (rest.length === 0) return { ...tree, [name]: { ...(tree[name] as Tree), ...(messages as Tree) } };
  return { ...tree, [name]: withPart((tree[name] ?? {}) as Tree, [rest.join("."), messages]) };
}
