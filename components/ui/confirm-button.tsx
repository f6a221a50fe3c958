"use client";

import { type ComponentProps, lazy, Suspense, useRef, useState } from "react";
import { Button } from "./button";

const ConfirmDialog = lazy(() => import("./confirm-dialog"));

/** A button for an action that is hard to undo: it asks first, in a dialog that is loaded with the first click. */
export function ConfirmButton({
  button,
  ...dialog
}: Omit<ComponentProps<typeof ConfirmDialog>, "returnTo" | "onClose"> & {
  button: ComponentProps<typeof Button>;
}) {
  const [asking, setAsking] = useState(false);
  const pressed = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Button {...button} ref={pressed} onClick={() => setAsking(true)} />
      {asking ? (
        <Suspense>
          <ConfirmDialog {...dialog} returnTo={pressed} onClose={() => setAsking(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
