"use client";

import { useRouter } from "next/navigation";
import { Button } from "@/components/ui/button";
import { sendJson } from "@/components/ui/send-json";
import { useAction } from "@/components/ui/use-action";
import { useLanguage } from "@/components/ui/use-language";

/** Archives a course, or restores it; the other undoes it. */
export function ArchiveCourse({ courseId, archived }: { courseId: string; archived: boolean }) {
  const { t } = useLanguage();
  const router = useRouter();
  const { run, busy } = useAction(
    (archive: boolean) => sendJson("PATCH", `/api/courses/${courseId}`, { archived: archive }),
    {
      toast: true,
      done: (_, archive) => {
        router.refresh();
        return archive
          ? { text: t("courses.archive.done"), undo: () => run(false) }
          : t("courses.archive.restored");
      },
    },
  );
  return (
    <Button look="quiet" disabled={busy} onClick={() => run(!archived)}>
      {t(archived ? "courses.archive.restore" : "courses.archive.archive")}
    </Button>
  );
}
