"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { Button } from "./button";
import Dialog from "./dialog";
import type { DialogPlace } from "./dialog-button";
import { EditForm, type EditFormProps } from "./edit-form";
import { useLanguage } from "./use-language";

export type FormDialogProps<Value> = EditFormProps<Value> & { title: string; description?: string };

/** A form in a dialog, which closes once it is saved and the page shows what was saved. Load it lazily. */
export default function FormDialog<Value>({
  title,
  description,
  returnTo,
  onClose,
  done,
  ...form
}: FormDialogProps<Value> & DialogPlace) {
  const { t } = useLanguage();
  const router = useRouter();
  const [closing, startClosing] = useTransition();
  return (
    <Dialog title={title} description={description} returnTo={returnTo} onClose={onClose}>
      <div inert={closing}>
        <EditForm
          {...form}
          className="mt-4 gap-4"
          actions={(save) => (
            <div className="flex justify-end gap-2">
              <Button look="quiet" onClick={onClose}>
                {t("ui.cancel")}
              </Button>
              {save}
            </div>
          )}
          done={(value: Value) => {
            // Together with the page: who edits again at once begins with what they have just saved.
            startClosing(() => {
              onClose();
              router.refresh();
            });
            return done(value);
          }}
        />
      </div>
    </Dialog>
  );
}
