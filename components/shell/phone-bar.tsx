"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { Brand, Icon } from "../ui/icon";
import { useLanguage } from "../ui/use-language";
import { AccountMenu } from "./account-menu";
import { openFinder } from "./commands";
import { type Person, Places } from "./sidebar";

const Dialog = lazy(() => import("../ui/dialog"));

/** A phone's top bar: menu, logo and search. */
export function PhoneBar({ person }: { person: Person }) {
  const { t } = useLanguage();
  const path = usePathname();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  // Navigation closes it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is the signal
  useEffect(() => setOpen(false), [path]);
  return (
    <header className="flex h-[52px] items-center gap-3 border-b border-line bg-bg px-4 sidebar:hidden print:hidden">
      <button
        ref={button}
        type="button"
        aria-label={t("shell.frame.menu")}
        aria-haspopup="dialog"
        aria-expanded={open}
        className="-ml-2.5 grid size-10 place-items-center text-ink-2"
        onClick={() => setOpen(true)}
      >
        <Icon name="menu" />
      </button>
      <Link
        href="/"
        className="flex h-8 items-center gap-2 text-lead font-semibold tracking-[-.01em] text-ink hover:text-ink hover:no-underline"
      >
        <Brand logo={person.logo} school={person.school} />
      </Link>
      <button
        type="button"
        aria-label={t("shell.frame.find")}
        aria-haspopup="dialog"
        className="-mr-2.5 ml-auto grid size-10 place-items-center text-ink-2"
        onClick={() => openFinder()}
      >
        <Icon name="find" />
      </button>
      {open ? (
        <Suspense>
          <Dialog onClose={() => setOpen(false)} label={t("shell.frame.menu")} returnTo={button}>
            <Places person={person} />
            <div className="mt-3 border-t border-line pt-3 pb-1.5">
              <AccountMenu person={person} />
            </div>
          </Dialog>
        </Suspense>
      ) : null}
    </header>
  );
}
