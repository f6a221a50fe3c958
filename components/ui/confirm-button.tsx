"use client";

import { type ComponentProps, lazy } from "react";
import type { Button } from "./button";
import { DialogButton, type DialogPlace } from "./dialog-button";

const ConfirmDialog = lazy(() => import("./confirm-dialog"));

/** A button for an action that is hard to undo: it asks first. */
export const ConfirmButton = ({
  button,
  ...dialog
}: Omit<ComponentProps<typeof ConfirmDialog>, keyof DialogPlace> & {
  button: ComponentProps<typeof Button>;
}) => <DialogButton button={button}>{(place) => <ConfirmDialog {...dialog} {...place} />}</DialogButton>;
