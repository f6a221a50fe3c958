"use client";

import {
  lazy,
  type ReactNode,
  Suspense,
  startTransition,
  useEffect,
  useId,
  useOptimistic,
  useRef,
  useState,
} from "react";
import { Button } from "./button";
import { classNames } from "./class-names";
import { Icon } from "./icon";
import { useLanguage } from "./use-language";

const SortableItems = lazy(() => import("./sortable-items"));

/** What a list needs of a thing: its id, and its name for who cannot see where it is dragged. */
export type Ordered = { id: string; name: string };

/**
 * Things in an order that the reader changes: each has buttons that move it up and down, and a handle to drag it, by pointer or by
 * keyboard (Space, arrows, Space), which is loaded when the list is shown.
 */
export function OrderedList<Item extends Ordered>({
  label,
  items,
  children,
  onOrder,
  fixed = false,
  className,
}: {
  /** The list's accessible name. */
  label: string;
  items: readonly Item[];
  /** A thing's row, with the tools that move it. */
  children: (item: Item, tools: ReactNode) => ReactNode;
  /** Saves the new order of ids, and loads the page again; the list shows it at once, and what is saved once that is loaded. */
  onOrder: (ids: string[]) => Promise<unknown>;
  /** The reader may not change the order. */
  fixed?: boolean;
  className?: string;
}) {
  const { t } = useLanguage();
  const id = useId();
  // Until the last of several moves is loaded: what an earlier one loads would show its order again.
  const [order, setOrder] = useOptimistic<string[] | null>(null);
  // What a button did; of a drag the library says it.
  const [said, setSaid] = useState("");
  const pressed = useRef<string | null>(null);
  const shown = order ? order.flatMap((one) => items.find((item) => item.id === one) ?? []) : items;

  // A row that moves in the page loses the focus.
  useEffect(() => {
    if (pressed.current) document.getElementById(pressed.current)?.focus();
    pressed.current = null;
  });

  function move(from: number, to: number) {
    const ids = shown.map((item) => item.id);
    const [taken] = ids.splice(from, 1);
    if (taken === undefined || to < 0 || to > ids.length) return;
    ids.splice(to, 0, taken);
    startTransition(async () => {
      setOrder(ids);
      await onOrder(ids);
    });
  }

  const button = (item: Item, index: number, by: -1 | 1) => {
    const name = `${id}-${by}-${item.id}`;
    const last = by < 0 ? index === 0 : index === shown.length - 1;
    return (
      <Button
        id={name}
        look="tool"
        aria-label={t(by < 0 ? "ui.order.up" : "ui.order.down", { name: item.name })}
        aria-disabled={last || undefined}
        className={last ? "opacity-40" : undefined}
        onClick={() => {
          if (last) return;
          pressed.current = name;
          move(index, index + by);
          setSaid(t("ui.order.moved", { name: item.name, place: index + by + 1, count: items.length }));
        }}
      >
        <Icon name={by < 0 ? "up" : "down"} />
      </Button>
    );
  };
  const row = (item: Item, index: number, handle: ReactNode) =>
    children(
      item,
      <span className="inline-flex flex-none items-center print:hidden">
        {handle}
        {button(item, index, -1)}
        {button(item, index, 1)}
      </span>,
    );
  // One thing has no other place.
  const still = fixed || items.length < 2;
  const list = classNames("border-t border-line", className);
  const plain = (
    <ul aria-label={label} className={list}>
      {shown.map((item, index) => (
        <li key={item.id} className="border-b border-line">
          {still ? children(item, null) : row(item, index, null)}
        </li>
      ))}
    </ul>
  );
  if (still) return plain;
  return (
    <>
      <Suspense fallback={plain}>
        <SortableItems label={label} items={shown} className={list} onMove={move} row={row as never} />
      </Suspense>
      <p role="status" className="sr-only">
        {said}
      </p>
    </>
  );
}
