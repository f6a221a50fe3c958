"use client";

import { useTheme } from "next-themes";
import { Menu, type MenuEntry } from "../ui/menu";
import { notify } from "../ui/toast";
import type { Person } from "./sidebar";

const roleNames = { admin: "Admin", instructor: "Instructor", student: "Student" } as const;

const themes = [
  ["system", "As the system"],
  ["light", "Light"],
  ["dark", "Dark"],
] as const;

async function leave() {
  try {
    // Loaded when somebody leaves: it is of no use before.
    const { signOut } = await import("next-auth/react");
    await signOut({ callbackUrl: "/sign-in" });
  } catch {
    notify("You are still signed in: the server could not be reached.", { tone: "bad" });
  }
}

/** The foot of the sidebar: who is signed in; behind it the theme and the way out. */
export function AccountMenu({ person }: { person: Person }) {
  const { theme, setTheme } = useTheme();
  const entries: MenuEntry[] = [
    { type: "heading", label: "Theme" },
    ...themes.map(([value, label]) => ({
      type: "radio" as const,
      label,
      checked: theme === value,
      onSelect: () => setTheme(value),
    })),
    { type: "line" },
    { type: "action", label: "Sign out", onSelect: leave },
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
