"use client";

import { type ReactNode, useState } from "react";
import { Button, type ButtonLook } from "./button";
import { useLanguage } from "./use-language";

/** Copies text and confirms it, in the button and to a screen reader. */
export function CopyButton({
  text,
  look,
  children,
}: {
  text: string;
  look?: ButtonLook;
  children: ReactNode;
}) {
  const { t } = useLanguage();
  const [state, setState] = useState<"rest" | "copied" | "refused">("rest");
  return (
    <Button
      look={look}
      onClick={() => {
        // Without https the browser has no clipboard.
        const done = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error("no clipboard"));
        done.then(
          () => setState("copied"),
          () => setState("refused"),
        );
      }}
      onBlur={() => setState("rest")}
    >
      <span aria-live="polite">
        {state === "rest" ? children : state === "copied" ? t("ui.copied") : t("ui.copy_failed")}
      </span>
    </Button>
  );
}
