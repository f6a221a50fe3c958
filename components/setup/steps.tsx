import Link from "next/link";
import type { ReactNode } from "react";
import { type SetupAnswer, type SetupStep, setupSteps, stepsBehind } from "@/lib/domain/setup/schema";
import { classNames } from "../ui/class-names";
import { Icon } from "../ui/icon";
import { LinkButton } from "../ui/link-button";
import { useLanguage } from "../ui/use-language";
import { FirstForm } from "./first-forms";
import { StepButton } from "./step-button";

/** The five steps as one line: what is done, what is next. */
export function Progress({ steps }: Pick<SetupAnswer, "steps">) {
  const { t } = useLanguage();
  const next = setupSteps.find((step) => steps[step] === "open");
  return (
    <>
      <ol className="mt-6 grid grid-cols-5 gap-1.5 max-columns:mt-5">
        {setupSteps.map((step, index) => {
          const state = step === next ? "next" : steps[step];
          return (
            <li
              key={step}
              aria-current={step === next ? "step" : undefined}
              className={classNames(
                "border-t-3 pt-2 text-small",
                state === "done" ? "border-seen-2" : state === "next" ? "border-accent" : "border-line",
              )}
            >
              <span className="max-columns:sr-only">
                <b className="block font-semibold">
                  {t("setup.steps.numbered", { number: index + 1, name: t(`setup.steps.${step}.short`) })}
                </b>
                <span className="text-ink-2">{t(`setup.steps.states.${state}`)}</span>
              </span>
            </li>
          );
        })}
      </ol>
      <p className="mt-2 text-small text-ink-2 columns:sr-only">
        {t("setup.steps.progress", { done: stepsBehind(steps) })}
      </p>
    </>
  );
}

type StepProps = { step: SetupStep; setup: SetupAnswer; children?: ReactNode };

/** A step: one line once it is done or skipped, else what to do, with a way to skip it. */
export function Step({ step, setup, children }: StepProps) {
  const { t } = useLanguage();
  const state = setup.steps[step];
  const number = setupSteps.indexOf(step) + 1;
  if (state !== "open")
    return (
      <section className="flex flex-wrap items-baseline gap-x-4 gap-y-1 border-t border-line py-3">
        <span className="w-6 text-good" aria-hidden="true">
          {state === "done" ? <Icon name="check" /> : <span className="text-ink-3">–</span>}
        </span>
        <h2 className="w-56 text-body font-semibold">{t(`setup.steps.${step}.title`)}</h2>
        <p className="min-w-0 flex-1 basis-60 text-ink-2 [overflow-wrap:anywhere]">
          {state === "done" ? <Done step={step} setup={setup} /> : t(`setup.steps.${step}.skipped`)}
        </p>
        {state === "skipped" ? (
          <StepButton change={{ resume: step }} label={t("setup.steps.do_now")} />
        ) : (
          <Change step={step} setup={setup} />
        )}
      </section>
    );
  return (
    <section className="border-t border-line py-6" id={step}>
      <h2 className="text-h2">
        <span className="mr-3 font-normal text-ink-3 tabular-nums">{number}</span>
        {t(`setup.steps.${step}.title`)}
      </h2>
      <p className="mt-1 mb-4 max-w-[680px] text-ink-2">{t(`setup.steps.${step}.about`)}</p>
      {children}
      <div className="mt-3 -ml-3">
        <StepButton change={{ skip: step }} label={t("setup.steps.skip")} />
      </div>
    </section>
  );
}

function Done({ step, setup }: { step: SetupStep; setup: SetupAnswer }) {
  const { t } = useLanguage();
  const { school, course, thing } = setup;
  if (step === "school")
    return t("setup.steps.school.done", { name: school.name, zone: school.time_zone.replaceAll("_", " ") });
  if (step === "course")
    return t("setup.steps.course.done", { title: course?.title ?? "", enrolled: course?.enrolled ?? 0 });
  if (step === "thing") return t("setup.steps.thing.done", { title: thing?.title ?? "" });
  return t(`setup.steps.${step}.done`);
}

/** Where what was done can be changed. */
function Change({ step, setup: { course, thing } }: { step: SetupStep; setup: SetupAnswer }) {
  const { t } = useLanguage();
  const page = thing && `/${thing.kind}s/${thing.id}`;
  const href = {
    school: "/settings/school",
    course: course && `/courses/${course.id}`,
    thing: page,
    snippet: page && `${page}/snippet`,
    beacon: page,
  }[step];
  return href ? (
    <Link href={href} aria-label={t("setup.steps.change_what", { what: t(`setup.steps.${step}.title`) })}>
      {t(step === "beacon" ? "setup.steps.open" : "setup.steps.change")}
    </Link>
  ) : null;
}

/** What an open step shows that makes something. */
export function FirstThing({ step, setup }: { step: "course" | "thing"; setup: SetupAnswer }) {
  const { t } = useLanguage();
  const { course } = setup;
  if (step === "course")
    return (
      <>
        <FirstForm what="course" courseId={null} />
        <LinkButton href="/people/import" className="mt-4">
          {t("setup.steps.import")}
        </LinkButton>
      </>
    );
  return (
    <>
      {course ? (
        <FirstForm what="video" courseId={course.id} />
      ) : (
        <p className="text-ink-2">{t("setup.steps.needs_course")}</p>
      )}
      <div className="mt-4 flex flex-wrap gap-2">
        <LinkButton href="/sessions/new">{t("setup.steps.live_session")}</LinkButton>
        <LinkButton href="/imports">{t("setup.steps.report")}</LinkButton>
      </div>
    </>
  );
}
