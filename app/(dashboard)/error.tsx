"use client";

import { lazy, Suspense } from "react";
import { Button } from "@/components/ui/button";
import { useLanguage } from "@/components/ui/use-language";

type Failed = { error: unknown; retry: () => void };

/** Where not even the failure's own code can be loaded. */
function Unreachable({ retry }: Failed) {
  const { t } = useLanguage();
  return (
    <div role="alert" className="pt-14 max-sidebar:pt-5">
      <p className="mb-3">{t("shell.frame.page_failed")}</p>
      <Button onClick={retry}>{t("ui.try_again")}</Button>
    </div>
  );
}

// Next loads this file with every page: the rest comes when it is needed.
const PageError = lazy(() => import("@/components/shell/page-error").catch(() => ({ default: Unreachable })));

export default function DashboardError(failed: Failed) {
  return (
    <Suspense>
      <PageError {...failed} />
    </Suspense>
  );
}
