import type { ReactNode } from "react";
import { Commands } from "./commands";
import { PhoneBar } from "./phone-bar";
import { type Person, Sidebar } from "./sidebar";

/** The frame of every signed-in page: sidebar 208, gutters 40, content 1152; on a phone a bar above and gutters of 16. */
export function Frame({ person, children }: { person: Person; children: ReactNode }) {
  return (
    <>
      <a
        href="#content"
        className="absolute top-2 left-2 z-50 -translate-y-16 rounded-md bg-raised px-3 py-2 text-small shadow-float focus-visible:translate-y-0"
      >
        Skip to content
      </a>
      <PhoneBar person={person} />
      <div className="desk:grid desk:min-h-dvh desk:grid-cols-[var(--sidebar)_minmax(0,1fr)] print:block!">
        <Sidebar person={person} />
        <main
          id="content"
          tabIndex={-1}
          className="w-full max-w-[calc(var(--content)+2*var(--gutter))] px-(--gutter) pb-18 outline-0 focus-visible:shadow-none max-desk:px-4 max-desk:pb-12 print:max-w-(--content) print:px-0"
        >
          {children}
        </main>
      </div>
      <Commands role={person.role} />
    </>
  );
}
