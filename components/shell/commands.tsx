"use client";

import { useRouter } from "next/navigation";
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { Role } from "@/lib/auth/scope";
import { Button } from "../ui/button";
import { Icon } from "../ui/icon";
import { Key } from "../ui/tag";
import { useLanguage } from "../ui/use-language";
import { placesFor } from "./navigation";

const CommandPalette = lazy(() => import("./command-palette"));
const KeyList = lazy(() => import("./key-list"));

const finderEvent = "lectern:find";
/** How long after G the second key is accepted, in milliseconds. */
const sequenceMs = 1200;

/** Opens the search from anywhere, with these words in it. */
export function openFinder(words = ""): void {
  window.dispatchEvent(new CustomEvent(finderEvent, { detail: words }));
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName))
  );
}

/** Listens for the keyboard shortcuts and renders what they open. Rendered once, in the dashboard's frame. */
export function Commands({ role }: { role: Role }) {
  const { t } = useLanguage();
  const router = useRouter();
  const [open, setOpen] = useState<"nothing" | "finder" | "keys">("nothing");
  const [words, setWords] = useState("");
  const wentAt = useRef(Number.NEGATIVE_INFINITY);

  useEffect(() => {
    const find = (event: Event) => {
      setWords(event instanceof CustomEvent ? String(event.detail) : "");
      setOpen("finder");
    };
    const press = (event: KeyboardEvent) => {
      const key = event.key.toLowerCase();
      const control = event.ctrlKey || event.metaKey;
      if (control && !event.altKey && !event.shiftKey && (key === "k" || key === "p")) {
        event.preventDefault();
        if (key === "k") {
          setWords("");
          setOpen((before) => (before === "finder" ? "nothing" : "finder"));
        }
        // A browser prints what is there; with all the rows of the tables it has to come first.
        else void import("./print-page").then(({ printPage }) => printPage(router, t));
        return;
      }
      if (control || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
      // An open menu or dialog handles the keyboard alone.
      if (document.querySelector("[role=dialog], [role=menu]")) return;
      if (event.key === "?") {
        event.preventDefault();
        setOpen("keys");
      } else if (event.key === "g") wentAt.current = event.timeStamp;
      else if (event.timeStamp - wentAt.current < sequenceMs) {
        wentAt.current = Number.NEGATIVE_INFINITY;
        const place = placesFor(role)
          .flat()
          .find((candidate) => candidate.key === event.key);
        if (place) router.push(place.href);
      }
    };
    window.addEventListener(finderEvent, find);
    window.addEventListener("keydown", press);
    return () => {
      window.removeEventListener(finderEvent, find);
      window.removeEventListener("keydown", press);
    };
  }, [role, router, t]);

  const close = () => setOpen("nothing");
  if (open === "nothing") return null;
  return (
    <Suspense>
      {open === "finder" ? (
        <CommandPalette role={role} words={words} onClose={close} onKeys={() => setOpen("keys")} />
      ) : (
        <KeyList role={role} onClose={close} />
      )}
    </Suspense>
  );
}

const never = () => () => {};

/** A button that looks like a search field and opens the search. */
export function FindButton() {
  const { t } = useLanguage();
  const apple = useSyncExternalStore(
    never,
    () => /mac|iphone|ipad/i.test(navigator.userAgent),
    () => false,
  );
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      aria-keyshortcuts="Control+K Meta+K"
      className="ml-auto flex h-8 w-66 flex-none items-center gap-2 whitespace-nowrap rounded-md border border-line-strong pr-1.5 pl-2.5 text-small text-ink-3 hover:border-line-input"
      onClick={() => openFinder()}
    >
      <Icon name="find" />
      {t("shell.frame.find_short")}
      <span className="ml-auto flex">
        <Key>{t("shell.frame.find_keys", { apple: apple ? "yes" : "no" })}</Key>
      </span>
    </button>
  );
}

/** A link in a text that opens the search with these words in it. */
export function FindWords({ words, children }: { words: string; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      className="font-medium text-accent hover:underline"
      onClick={() => openFinder(words)}
    >
      {children}
    </button>
  );
}

/** Prints the page as Ctrl+P does. */
export function PrintButton() {
  const { t } = useLanguage();
  return (
    <Button
      look="quiet"
      aria-label={t("shell.frame.print")}
      onClick={() => dispatchEvent(new KeyboardEvent("keydown", { key: "p", ctrlKey: true }))}
    >
      <Icon name="print" />
    </Button>
  );
}
