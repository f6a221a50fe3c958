import { Button } from "@/components/ui/button";
import { useLanguage } from "@/components/ui/use-language";

/** What is archived of a course, folded; each can be restored. */
export function ArchivedList<Item extends { id: string }>({
  title,
  items,
  nameOf,
  onRestore,
}: {
  title: string;
  items: readonly Item[];
  nameOf: (item: Item) => string;
  onRestore: (item: Item) => void;
}) {
  const { t } = useLanguage();
  if (items.length === 0) return null;
  return (
    <details className="mt-4">
      <summary className="py-1 text-small text-ink-2">{title}</summary>
      <ul className="mt-1">
        {items.map((item) => (
          <li key={item.id} className="flex items-center gap-3 border-b border-line py-1">
            <span className="min-w-0 flex-1 text-ink-2 [overflow-wrap:anywhere]">{nameOf(item)}</span>
            <Button
              look="tool"
              aria-label={t("courses.lessons.restore_of", { title: nameOf(item) })}
              onClick={() => onRestore(item)}
            >
              {t("courses.archive.restore")}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
