import Link from "next/link";
import { classNames } from "@/components/ui/class-names";
import { Icon } from "@/components/ui/icon";
import { useLanguage } from "@/components/ui/use-language";
import type { Part } from "@/lib/domain/system/parts";

const states = {
  good: { icon: "check", colour: "text-good" },
  warn: { icon: "notice", colour: "text-warn" },
  bad: { icon: "notice", colour: "text-bad" },
  none: { icon: "same", colour: "text-ink-3" },
} as const;

/** The parts of the system in one line, each with its state as a mark and in words. */
export function Parts({ parts }: { parts: readonly Part[] }) {
  const { t } = useLanguage();
  return (
    <ul
      aria-label={t("system.parts.title")}
      className="mt-6 grid grid-cols-[repeat(auto-fit,minmax(136px,1fr))] gap-x-4 gap-y-3 text-small leading-5"
    >
      {parts.map(({ key, state, text, href }) => (
        <li key={key}>
          <p className={classNames("flex items-center gap-1.5 font-medium", states[state].colour)}>
            <Icon name={states[state].icon} />
            <span className={state === "none" ? "text-ink-2" : undefined}>{t(`system.parts.${key}`)}</span>
            {state === "warn" || state === "bad" ? (
              <span className="sr-only">{t("system.parts.attention")}</span>
            ) : null}
          </p>
          <p className="pl-5 text-ink-2">{href ? <Link href={href}>{text}</Link> : text}</p>
        </li>
      ))}
    </ul>
  );
}
