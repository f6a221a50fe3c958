"use client";

import { useRouter } from "next/navigation";
import { Button } from "./button";
import Dialog from "./dialog";
import type { DialogPlace } from "./dialog-button";
import { EditForm, type EditFormProps } from "./edit-form";
import { useLanguage } from "./use-language";

export type FormDialogProps<Value> = EditFormProps<Value> & { title: string; description?: string };

/** A form in a dialog, which closes once it is saved; the page then shows what was saved. Load it lazily. */
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
  return (
    <Dialog title={title} description={description} returnTo={returnTo} onClose={onClose}>
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
          onClose();
          const notice = done(value);
          router.refresh();
          return notice;
        }}
      />
    </Dialog>
  );
}
