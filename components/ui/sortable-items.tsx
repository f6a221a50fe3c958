"use client";

import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import {
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from "@dnd-kit/sortable";
import { type ReactNode, useId, useRef } from "react";
import { buttonClass } from "./button";
import { classNames } from "./class-names";
import { Icon } from "./icon";
import type { Ordered } from "./ordered-list";
import { useLanguage } from "./use-language";

/** The rows of an ordered list with handles to drag them. Loaded by `OrderedList`. */
export default function SortableItems({
  label,
  items,
  className,
  row,
  onMove,
}: {
  label: string;
  items: readonly Ordered[];
  className: string;
  row: (item: Ordered, index: number, handle: ReactNode) => ReactNode;
  onMove: (from: number, to: number) => void;
}) {
  const { t } = useLanguage();
  const sensors = useSensors(
    // A click or a scroll is no drag.
    useSensor(PointerSensor, { activationConstraint: { distance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const placeOf = (id: string | number) => items.findIndex((item) => item.id === id);
  const nameOf = (id: string | number) => items[placeOf(id)]?.name ?? "";
  const at = (id: string | number, over: string | number) => ({
    name: nameOf(id),
    place: placeOf(over) + 1,
    count: items.length,
  });
  const begins = useRef(false);
  return (
    <DndContext
      id={useId()}
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={({ active, over }: DragEndEvent) => {
        if (over && over.id !== active.id) onMove(placeOf(active.id), placeOf(over.id));
      }}
      accessibility={{
        screenReaderInstructions: { draggable: t("ui.order.about") },
        announcements: {
          onDragStart: ({ active }) => {
            begins.current = true;
            return t("ui.order.taken", at(active.id, active.id));
          },
          onDragOver: ({ active, over }) => {
            // Once it is taken it is over its own place, which was said.
            const own = begins.current && over?.id === active.id;
            begins.current = false;
            return over && !own ? t("ui.order.over", at(active.id, over.id)) : undefined;
          },
          onDragEnd: ({ active, over }) => t("ui.order.moved", at(active.id, over?.id ?? active.id)),
          onDragCancel: ({ active }) => t("ui.order.cancelled", { name: nameOf(active.id) }),
        },
      }}
    >
      <SortableContext items={items.map(({ id }) => id)} strategy={verticalListSortingStrategy}>
        <ul aria-label={label} className={className}>
          {items.map((item, index) => (
            <SortableRow key={item.id} item={item}>
              {(handle) => row(item, index, handle)}
            </SortableRow>
          ))}
        </ul>
      </SortableContext>
    </DndContext>
  );
}

function SortableRow({ item, children }: { item: Ordered; children: (handle: ReactNode) => ReactNode }) {
  const { t } = useLanguage();
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } =
    useSortable({ id: item.id });
  return (
    <li
      ref={setNodeRef}
      style={{
        transform: transform ? `translate3d(0, ${Math.round(transform.y)}px, 0)` : undefined,
        transition,
      }}
      className={classNames("border-b border-line", isDragging && "relative z-1 bg-raised shadow-float")}
    >
      {children(
        <button
          type="button"
          ref={setActivatorNodeRef}
          {...attributes}
          {...listeners}
          aria-roledescription={undefined}
          aria-label={t("ui.order.drag", { name: item.name })}
          className={buttonClass("tool", "cursor-grab touch-none")}
        >
          <Icon name="grip" />
        </button>,
      )}
    </li>
  );
}
