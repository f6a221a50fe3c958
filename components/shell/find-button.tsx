"use client";

import { useSyncExternalStore } from "react";
import { Icon } from "../ui/icon";
import { Key } from "../ui/tag";
import { openFinder } from "./commands";

const never = () => () => {};

/** What looks like a search field at the top of a page: it opens the palette. */
export function FindButton() {
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
      className="ml-auto flex h-8 w-66 flex-none items-center gap-2 rounded-md border border-line-strong pr-1.5 pl-2.5 text-small text-ink-3 hover:border-line-input"
      onClick={openFinder}
    >
      <Icon name="find" />
      Find a video, course or page
      <span className="ml-auto flex">
        <Key>{apple ? "⌘ K" : "Ctrl K"}</Key>
      </span>
    </button>
  );
}
