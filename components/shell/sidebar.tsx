"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { Fragment } from "react";
import type { Role } from "@/lib/auth/scope";
import { classNames } from "../ui/class-names";
import { Brand } from "../ui/icon";
import { useLanguage } from "../ui/use-language";
import { AccountMenu } from "./account-menu";
import { AlertCount } from "./alert-count";
import { isAt, placesFor } from "./navigation";

/** The person signed in. */
export type Person = {
  name: string;
  role: Role;
  school: string;
  logo: string | null;
  /** How many steps of set-up their school has behind it; null once that is over. */
  setup: { behind: number; of: number } | null;
  /** How many alerts are open for them. */
  open_alerts: number;
};

const placeClass =
  "flex h-8 items-center rounded-md px-2 text-body text-ink-2 hover:bg-hover hover:text-ink-2 hover:no-underline aria-[current]:bg-current-item aria-[current]:font-semibold aria-[current]:text-ink max-sidebar:h-11";

/** The links of the sidebar; the current one is marked. */
export function Places({
  person: { role, setup, open_alerts },
  className,
}: {
  person: Person;
  className?: string;
}) {
  const { t } = useLanguage();
  const path = usePathname();
  return (
    <nav aria-label={t("shell.frame.main")} className={classNames("grid gap-px", className)}>
      {setup ? (
        <>
          <Link
            href="/start"
            aria-current={path === "/start" ? "page" : undefined}
            className={classNames(placeClass, "justify-between")}
          >
            {t("shell.frame.set_up")}
            <span className="text-small font-normal text-ink-2 tabular-nums">
              {t("shell.frame.set_up_steps", setup)}
            </span>
          </Link>
          <hr className="mx-2 my-3 border-line" />
        </>
      ) : null}
      {placesFor(role).map((group, index) => (
        <Fragment key={group[0]?.href}>
          {index ? <hr className="mx-2 my-3 border-line" /> : null}
          {group.map((place) => (
            <Link
              key={place.href}
              href={place.href}
              aria-current={isAt(path, place) ? "page" : undefined}
              className={placeClass}
            >
              {t(`shell.frame.places.${place.name}`)}
              {place.name === "alerts" ? <AlertCount open={open_alerts} /> : null}
            </Link>
          ))}
        </Fragment>
      ))}
    </nav>
  );
}

export function Sidebar({ person }: { person: Person }) {
  return (
    <aside className="sticky top-0 flex h-dvh flex-col border-r border-line bg-sunk px-3 py-4 max-sidebar:hidden print:hidden">
      <Link
        href="/"
        className="flex h-8 items-center gap-2 rounded-md px-2 text-lead font-semibold tracking-[-.01em] text-ink hover:text-ink hover:no-underline"
      >
        <Brand logo={person.logo} school={person.school} />
      </Link>
      <Places person={person} className="mt-5" />
      <div className="mt-auto pt-3">
        <AccountMenu person={person} />
      </div>
    </aside>
  );
}
