"use client";

import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import type { ActionResult } from "@/lib/http/action";
import { choiceOf, Menu, type MenuEntry } from "../ui/menu";
import { useAction } from "../ui/use-action";
import { useLanguage } from "../ui/use-language";
import type { Person } from "./sidebar";

const themes = ["system", "light", "dark"] as const;

async function leave(): Promise<ActionResult<null>> {
  // Loaded when the user signs out, to keep it out of every page.
  const { signOut } = await import("next-auth/react");
  await signOut({ callbackUrl: "/sign-in" });
  return { ok: true, value: null };
}

/** The bottom of the sidebar: the person signed in, with a menu for the theme, the language, the account and signing out. */
export function AccountMenu({ person }: { person: Person }) {
  const { t } = useLanguage();
  const router = useRouter();
  const { theme, setTheme } = useTheme();
  const signOut = useAction(leave, { toast: true, kept: t("shell.frame.still_signed_in") });
  const entries: MenuEntry[] = [
    { type: "heading", label: t("shell.frame.theme") },
    ...choiceOf(
      themes.map((value) => ({ value, label: t(`shell.frame.themes.${value}`) })),
      theme ?? "system",
      setTheme,
    ),
    { type: "line" },
    {
      type: "action",
      label: t("shell.frame.language"),
      onSelect: () => router.push("/settings/account#language"),
    },
    { type: "action", label: t("shell.frame.account"), onSelect: () => router.push("/settings/account") },
    { type: "action", label: t("shell.frame.sign_out"), onSelect: () => signOut.run() },
  ];
  return (
    <Menu
      label={t("shell.frame.account")}
      side="top"
      entries={entries}
      className="-mb-1.5 block w-full rounded-md px-2 py-1.5 text-left text-small leading-[18px] text-ink-2 hover:bg-hover"
      trigger={
        <>
          <b className="block truncate font-medium text-ink">{person.name}</b>
          <span className="block truncate">
            {t(`shell.frame.person.${person.role}`, { school: person.school })}
          </span>
        </>
      }
    />
  );
}
