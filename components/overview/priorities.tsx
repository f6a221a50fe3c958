import { evenSteps, RowStrip } from "@/components/charts/row-strip";
import { Icon } from "@/components/ui/icon";
import { LinkButton } from "@/components/ui/link-button";
import { useLanguage } from "@/components/ui/use-language";

/** Something that needs attention: a sentence, its evidence, and a link. */
type Priority = {
  title: string;
  detail: string;
  href: string;
  linkText: string;
  picture:
    | { kind: "room"; curve: number[]; drop_offs: Stretch[]; caption: string }
    | { kind: "watched"; curve: number[]; drop_offs: Stretch[]; caption: string }
    | { kind: "days"; rows: boolean[][]; caption: string }
    | { kind: "none" };
};
type Stretch = { from: number; to: number };

const picture = { width: 160, height: 44 };

/** What needs attention first, numbered, each with a small chart and a link. */
export function Priorities({ items }: { items: Priority[] }) {
  const { t } = useLanguage();
  return (
    <ol>
      {items.map((item, index) => (
        <li
          key={item.href + item.title}
          className="grid grid-cols-[16px_minmax(0,1fr)_208px_120px] items-start gap-x-4 border-t border-line py-3 max-rail:grid-cols-[16px_minmax(0,1fr)]"
        >
          <span className="self-start pt-0.5 text-small text-ink-3 tabular-nums">{index + 1}</span>
          <div>
            <h3 className="text-body font-semibold">{item.title}</h3>
            <p className="text-small text-ink-2">{item.detail}</p>
          </div>
          <Picture item={item} />
          <LinkButton
            look="quiet"
            href={item.href}
            aria-label={t("overview.priorities.link", { link: item.linkText, title: item.title })}
            className="justify-self-end text-accent max-rail:col-start-2 max-rail:-ml-3 max-rail:justify-self-start"
          >
            {item.linkText} <Icon name="arrow" />
          </LinkButton>
        </li>
      ))}
    </ol>
  );
}

function Picture({ item: { picture: drawn } }: { item: Priority }) {
  if (drawn.kind === "none") return <span className="max-rail:hidden" />;
  return (
    <figure className="max-rail:col-start-2 max-rail:mt-2">
      {drawn.kind === "days" ? (
        <RowStrip kind="days" height={6 * drawn.rows.length - 1} rows={drawn.rows} />
      ) : drawn.kind === "room" ? (
        <RowStrip kind="steps" {...picture} steps={evenSteps(drawn.curve)} dropOffs={drawn.drop_offs} />
      ) : (
        <RowStrip kind="curve" {...picture} values={drawn.curve} max={100} dropOffs={drawn.drop_offs} />
      )}
      <figcaption className="mt-0.5 text-axis text-ink-3">{drawn.caption}</figcaption>
    </figure>
  );
}
