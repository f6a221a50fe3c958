"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { Button } from "../ui/button";
import { Icon } from "../ui/icon";

const printEvent = "lectern:print";

/** Prints the page, with all the rows of its tables. */
export function PrintButton() {
  return (
    <Button look="quiet" aria-label="Print" onClick={() => dispatchEvent(new Event(printEvent))}>
      <Icon name="print" />
    </Button>
  );
}

/** Prints for the button and for Ctrl+P. Rendered once, in the dashboard's frame. */
export function Printing() {
  const router = useRouter();
  useEffect(() => {
    const print = async () => (await import("./print-page")).printPage(router);
    const press = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key !== "p") return;
      event.preventDefault();
      void print();
    };
    addEventListener(printEvent, print);
    addEventListener("keydown", press);
    return () => {
      removeEventListener(printEvent, print);
      removeEventListener("keydown", press);
    };
  }, [router]);
  return null;
}
