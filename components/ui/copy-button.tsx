"use client";

import { type ReactNode, useState } from "react";
import { Button, type ButtonLook } from "./button";

/** Puts text on the clipboard and says so, in the button and to a screen reader. */
export function CopyButton({
  text,
  look,
  children,
}: {
  text: string;
  look?: ButtonLook;
  children: ReactNode;
}) {
  const [state, setState] = useState<"rest" | "copied" | "refused">("rest");
  return (
    <Button
      look={look}
      onClick={() => {
        // Without https the browser offers no clipboard; then say so rather than pretend.
        const done = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error("no clipboard"));
        done.then(
          () => setState("copied"),
          () => setState("refused"),
        );
      }}
      onBlur={() => setState("rest")}
    >
      <span aria-live="polite">
        {state === "rest" ? children : state === "copied" ? "Copied" : "Select and copy it by hand"}
      </span>
    </Button>
  );
}
