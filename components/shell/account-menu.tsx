"use client";

import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import type { ActionResult } from "@/lib/http/action";
import { choiceOf, Menu, type MenuEntry } from "../ui/menu";
import { useAction } from "../ui/use-action";
import type { Person } from "./sidebar";

const roleNames = { admin: "Admin", instructor: "Instructor", student: "Student" } as const;

const themes = [
  { value: "system", label: "Same as system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

async function leave(): Promise<ActionResult<null>> {
  // Loaded when the user signs out, to keep it out of every page.
  const { signOut } = await import("next-auth/react");
  await signOut({ callbackUrl: "/sign-in" });
  return { ok: true, value: null };
}

/** The bottom of the sidebar: the person signed in, with a menu for the theme and signing out. */
export function AccountMenu({ person }: { person: Person }) {
  const router = useRouter();
  const { theme, setTheme } = useTheme();
  const signOut = useAction(leave, { toast: true, kept: "You are still signed in" });
  const entries: MenuEntry[] = [
    { type: "heading", label: "Theme" },
    ...choiceOf(themes, theme ?? "system", setTheme),
    { type: "line" },
    { type: "action", label: "Account", onSelect: () => router.push("/settings/account") },
    { type: "action", label: "Sign out", onSelect: () => signOut.run() },
  ];
  return (
    <Menu
      label="Account"
      side="top"
      entries={entries}
      className="-mb-1.5 block w-full rounded-md px-2 py-1.5 text-left text-small leading-[18px] text-ink-2 hover:bg-hover"
      trigger={
        <>
          <b className="block truncate font-medium text-ink">{person.name}</b>
          <span className="block truncate">
            {roleNames[person.role]}, {person.school}
          </span>
        </>
      }
    />
  );
}
