import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { DemoSchool } from "@/components/schools/demo-school";
import { BeaconCheck } from "@/components/setup/beacon-check";
import { Snippet } from "@/components/setup/snippet";
import { StepButton } from "@/components/setup/step-button";
import { FirstThing, Progress, Step } from "@/components/setup/steps";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { LinkButton } from "@/components/ui/link-button";
import { currentLanguage } from "@/lib/auth/language";
import type { Scope } from "@/lib/auth/scope";
import { requireAdmin } from "@/lib/auth/session";
import { siteAddress } from "@/lib/auth/site";
import { runsInstallation } from "@/lib/domain/schools/queries";
import { checkOf, setupOf } from "@/lib/domain/setup/queries";
import { type SetupAnswer, setupSteps } from "@/lib/domain/setup/schema";
import { demoOf } from "@/lib/flows/demo/demo-school";
import { measuredSession, measuredVideo, measuringSchool } from "@/lib/flows/snippets/measured";
import type { Search } from "@/lib/http/list-url";
import { type Measured, missingIds, playerSnippet } from "@/lib/http/player-snippets";
import { dateFormat, zoneName } from "@/lib/language/dates";
import { dayOf } from "@/lib/platform/time";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("setup.steps.page_title") };
}

/** What a page names as long as nothing has been made. */
const nothingYet: Measured = {
  kind: "video",
  reference: missingIds.video,
  course: missingIds.course,
  source: null,
};

async function measuredThing(scope: Scope, thing: SetupAnswer["thing"]) {
  if (!thing) return null;
  const { id, school_id, measured } = await (thing.kind === "video"
    ? measuredVideo(scope, thing.id)
    : measuredSession(scope, thing.id));
  return { id, school_id, measured };
}

export default async function StartPage({ searchParams }: { searchParams: Promise<Search> }) {
  const [scope, search] = await Promise.all([requireAdmin(), searchParams]);
  // The installation's admin has no school of their own.
  if (scope.school_id === null) redirect("/");
  const [setup, school, origin, demo, language] = await Promise.all([
    setupOf(scope, undefined),
    measuringSchool(scope.school_id),
    siteAddress(),
    runsInstallation(scope).then((runs) => (runs ? demoOf(scope) : null)),
    currentLanguage(),
  ]);
  const { t } = language;
  const now = new Date();
  const thing = await measuredThing(scope, setup.thing);
  const measured = thing?.measured ?? nothingYet;
  const check =
    thing &&
    (await checkOf(
      {
        ...{ school_id: thing.school_id, kind: measured.kind, id: thing.id },
        names: [thing.id, measured.reference],
      },
      now,
    ));
  const measuring = { origin, school: school.school };
  const signed = search.signed === undefined ? !school.anonymous_viewers : search.signed === "yes";
  const next = setupSteps.find((step) => setup.steps[step] === "open");
  const zone = setup.school.time_zone;
  const format = dateFormat(language.code);
  return (
    <ClientMessages
      of={["setup.steps", "setup.check", "setup.reasons", "school.demo", "school.roles", "work.progress"]}
    >
      <PageHead
        title={t("setup.steps.heading", { school: setup.school.name })}
        meta={[
          t("setup.steps.started", { time: format.absolute(new Date(setup.started_at), zone) }),
          zoneName(zone, language),
        ]}
        summary={
          next
            ? t.rich(`setup.steps.${next}.next`, { b: (text) => <b>{text}</b> })
            : t.rich("setup.steps.all_done", {
                b: (text) => <b>{text}</b>,
                arrived: setup.beacon_at ? "yes" : "no",
                time: setup.beacon_at ? format.absolute(new Date(setup.beacon_at), zone) : "",
              })
        }
        actions={
          <StepButton
            change={{ closed: true }}
            label={t(next ? "setup.steps.finish_later" : "setup.steps.close")}
          />
        }
      />
      <Progress steps={setup.steps} />
      <div className="mt-6">
        <Step step="school" setup={setup} />
        <Step step="course" setup={setup}>
          <FirstThing step="course" setup={setup} />
        </Step>
        <Step step="thing" setup={setup}>
          <FirstThing step="thing" setup={setup} />
        </Step>
        <Step step="snippet" setup={setup}>
          <Snippet
            measured={measured}
            measuring={measuring}
            signed={signed}
            untitled
            links={{ anonymous: "/start?signed=no", signed: "/start?signed=yes" }}
          />
        </Step>
        <Step step="beacon" setup={setup}>
          {thing && check && setup.thing ? (
            <>
              <BeaconCheck
                kind={measured.kind}
                title={setup.thing.title}
                reference={measured.reference}
                address={
                  measured.kind === "video"
                    ? `/api/admin/analytics/videos/${thing.id}/check`
                    : `/api/admin/training/sessions/${thing.id}/check`
                }
                initial={check}
                timeZone={zone}
                today={dayOf(now, zone)}
                snippet={playerSnippet("html", measured, measuring, signed)}
              />
              {measured.kind === "video" ? (
                <LinkButton href={`/try/${thing.id}`} className="mt-3">
                  {t("setup.steps.try")}
                </LinkButton>
              ) : null}
            </>
          ) : (
            <p className="text-ink-2">{t("setup.steps.needs_thing")}</p>
          )}
        </Step>
      </div>
      {demo ? <DemoSchool demo={demo} /> : null}
    </ClientMessages>
  );
}
