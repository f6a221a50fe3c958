import type { ReactNode } from "react";
import { useLanguage } from "../ui/use-language";
import { Commands } from "./commands";
import { PhoneBar } from "./phone-bar";
import { type Person, Sidebar } from "./sidebar";

/** The frame of every signed-in page: sidebar 208, gutters 40, content 1152, centred in a wide window; in a small window a bar above and narrower gutters. */
export function Frame({ person, children }: { person: Person; children: ReactNode }) {
  const { t } = useLanguage();
  return (
    <>
      <a
        href="#content"
        className="absolute top-2 left-2 z-50 -translate-y-16 rounded-md bg-raised px-3 py-2 text-small shadow-float focus-visible:translate-y-0"
      >
        {t("shell.frame.skip")}
      </a>
      <PhoneBar person={person} />
      <div className="sidebar:grid sidebar:min-h-dvh sidebar:grid-cols-[var(--sidebar)_minmax(0,1fr)] print:block!">
        <Sidebar person={person} />
        <main
          id="content"
          tabIndex={-1}
          className="mx-auto w-full max-w-[calc(var(--content)+2*var(--gutter))] px-(--gutter) pb-18 max-sidebar:px-8 max-desk:px-4 outline-0 focus-visible:shadow-none max-sidebar:pb-12 print:max-w-(--content) print:px-0"
        >
          <div className="@container/page">{children}</div>
        </main>
      </div>
      <Commands role={person.role} />
    </>
  );
}
