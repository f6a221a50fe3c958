"use client";

import { type ComponentProps, lazy, type ReactNode, type RefObject, Suspense, useRef, useState } from "react";
import { Button } from "./button";
import type { FormDialogProps } from "./form-dialog";

const FormDialog = lazy(() => import("./form-dialog")) as <Value>(
  props: FormDialogProps<Value> & DialogPlace,
) => ReactNode;

/** What a dialog needs to be closed: where the focus returns to, and how. */
export type DialogPlace = { returnTo: RefObject<HTMLElement | null>; onClose: () => void };

/** A button and the dialog that it opens, which is loaded with the first click. */
export function DialogButton({
  button,
  children,
}: {
  button: ComponentProps<typeof Button>;
  children: (place: DialogPlace) => ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const pressed = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Button {...button} ref={pressed} onClick={() => setOpen(true)} />
      {open ? <Suspense>{children({ returnTo: pressed, onClose: () => setOpen(false) })}</Suspense> : null}
    </>
  );
}

/** A button and the dialog in which a thing is made or edited. */
export const FormButton = <Value,>({
  button,
  ...dialog
}: FormDialogProps<Value> & { button: ComponentProps<typeof Button> }) => (
  <DialogButton button={button}>{(place) => <FormDialog {...dialog} {...place} />}</DialogButton>
);
