"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import useSWR from "swr";
import type { BegunDemo, Demo } from "@/lib/domain/schools/schema";
import type { Work } from "@/lib/domain/work/schema";
import { isOpen } from "@/lib/platform/work";
import { Button } from "../ui/button";
import { ConfirmButton } from "../ui/confirm-button";
import { CopyButton } from "../ui/copy-button";
import { FormError } from "../ui/form";
import { Section } from "../ui/section";
import { requestRoute, useAction } from "../ui/use-action";
import { useLanguage } from "../ui/use-language";

const address = "/api/schools/demo";
/** How often the progress is read, in milliseconds. */
const everyMs = 1_000;

/** The work that loads or removes the demo school; the page is read again when it has ended. */
function Progress({ state, workId }: { state: "loading" | "removing"; workId: string }) {
  const { t } = useLanguage();
  const router = useRouter();
  const { data } = useSWR(
    `/api/admin/work/${workId}`,
    async (path: string) => {
      const answer = await requestRoute<Work>(path);
      return answer.ok ? answer.value : null;
    },
    { refreshInterval: everyMs },
  );
  const hasEnded = Boolean(data && !isOpen(data));
  useEffect(() => {
    if (hasEnded) router.refresh();
  }, [hasEnded, router]);
  return (
    <div role="status" className="grid justify-items-start gap-1">
      <p>
        {t(`school.demo.${state}`)}{" "}
        {data?.total ? t("work.progress.of_videos", { done: data.done, total: data.total }) : null}
      </p>
      {data?.total ? (
        <progress
          className="h-1.5 w-60 max-w-full accent-(--accent)"
          max={data.total}
          value={data.done}
          aria-label={t(`school.demo.${state}`)}
        />
      ) : null}
      <Link href="/work" className="text-small">
        {t("school.demo.to_work")}
      </Link>
    </div>
  );
}

/** How to sign in to the demo school, shown once. */
function Accounts({ begun: { password, accounts } }: { begun: BegunDemo }) {
  const { t } = useLanguage();
  return (
    <div className="mb-4 grid gap-2">
      <p>{t("school.demo.password_once")}</p>
      <div className="flex flex-wrap items-center gap-2">
        <code className="font-mono break-all">{password}</code>
        <CopyButton text={password}>{t("ui.copy")}</CopyButton>
      </div>
      <ul className="text-small text-ink-2">
        {accounts.map(({ email, role }) => (
          <li key={email}>
            <code className="font-mono">{email}</code> · {t(`school.roles.${role}`)}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Loads and removes the demo school of an installation. */
export function DemoSchool({ demo: { state, schools, work_id } }: { demo: Demo }) {
  const { t } = useLanguage();
  const router = useRouter();
  const [begun, setBegun] = useState<BegunDemo | null>(null);
  const { run, busy, problem } = useAction(() => requestRoute<BegunDemo>(address, { method: "POST" }), {
    kept: t("school.demo.not_loaded"),
    done: (value) => {
      setBegun(value);
      router.refresh();
      return undefined;
    },
  });
  const lost = schools.map(({ name, people, courses, videos, sessions }) =>
    t("school.demo.has", { name, people, courses, videos, sessions }),
  );
  return (
    <Section id="demo" title={t("school.demo.title")} sub={t("school.demo.about")} line>
      {begun && state !== "none" ? <Accounts begun={begun} /> : null}
      <FormError className="mb-3">{problem?.detail ?? null}</FormError>
      {(state === "loading" || state === "removing") && work_id ? (
        <Progress key={work_id} state={state} workId={work_id} />
      ) : state === "none" ? (
        <Button disabled={busy} onClick={() => run()}>
          {t("school.demo.load")}
        </Button>
      ) : (
        <div className="grid justify-items-start gap-3">
          {state === "incomplete" ? <p>{t("school.demo.incomplete")}</p> : null}
          {lost.map((line) => (
            <p key={line}>{line}</p>
          ))}
          <ConfirmButton
            button={{ children: t("school.demo.remove") }}
            title={t("school.demo.remove_title")}
            description={t("school.demo.remove_about", { lost: lost.join(" ") })}
            confirm={t("school.demo.remove")}
            confirming={t("ui.deleting")}
            cancel={t("ui.cancel")}
            done={t("school.demo.removal_begun")}
            kept={t("school.demo.not_removed")}
            action={async () => {
              const answer = await requestRoute(address, { method: "DELETE" });
              if (answer.ok) setBegun(null);
              return answer;
            }}
          />
        </div>
      )}
    </Section>
  );
}
