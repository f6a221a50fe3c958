import { getLocale, getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import type { Area } from "@/lib/language/language";
import { MoreMessages } from "./more-messages";

/**
 * Gives the browser these parts of the catalogue, `"charts"` or `"sessions.list"`, beside those of the layouts around: the ones that
 * client components in it use.
 */
export async function ClientMessages({
  of: parts,
  children,
}: {
  of: readonly (Area | `${Area}.${string}`)[];
  children: ReactNode;
}) {
  const [locale, catalogue] = await Promise.all([getLocale(), getMessages()]);
  return (
    <MoreMessages locale={locale} messages={parts.map((part) => [part, partOf(catalogue, part)])}>
      {children}
    </MoreMessages>
  );
}

const partOf = (catalogue: unknown, part: string): unknown =>
  part
    .split(".")
    .reduce<unknown>((inside, name) => (inside as Record<string, unknown> | undefined)?.[name], catalogue);
