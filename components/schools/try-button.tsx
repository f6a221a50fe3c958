"use client";

import { useState } from "react";
import { Button } from "../ui/button";
import { Tag } from "../ui/tag";
import { requestRoute, useAction } from "../ui/use-action";
import { useLanguage } from "../ui/use-language";

/** Tries an integration out, and says how it went beside the button. */
export function TryButton({ name, label }: { name: "oidc" | "mail" | "cloudflare"; label: string }) {
  const { t } = useLanguage();
  const [outcome, setOutcome] = useState<string | null>(null);
  const { run, busy, problem } = useAction(
    () => requestRoute<{ outcome: string }>(`/api/integrations/${name}/test`, { method: "POST" }),
    {
      kept: t("school.tries.not_tried"),
      done: (answer) => {
        setOutcome(answer.outcome);
        return undefined;
      },
    },
  );
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button
        aria-label={t("school.tries.test_named", { name: label })}
        disabled={busy}
        onClick={() => run()}
      >
        {t(busy ? "school.tries.testing" : "school.tries.test")}
      </Button>
      <span role="status" className="text-small">
        {problem ? (
          problem.detail
        ) : outcome && !busy ? (
          <Tag pip={outcome === "works" ? "good" : "bad"}>{t(`school.tries.${outcome as "works"}`)}</Tag>
        ) : null}
      </span>
    </div>
  );
}
