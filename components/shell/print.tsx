"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useEffect, useRef } from "react";
import { printKey } from "@/lib/http/list-url";
import { Button } from "../ui/button";
import { Icon } from "../ui/icon";

const printEvent = "lectern:print";

/** Prints the page, with all the rows of its tables. */
export function PrintButton() {
  return (
    <Button look="quiet" aria-label="Print" onClick={() => window.dispatchEvent(new Event(printEvent))}>
      <Icon name="print" />
    </Button>
  );
}

/** Whether all parts of the page have come: none is loading. */
const isWhole = () => document.querySelector("main [aria-busy=true]") === null;
/** How long the parts may take before the page is printed as it is, in milliseconds. */
const patienceMs = 10_000;

/**
 * Prints for the button and for Ctrl+P: first asks the server for the page with all rows, then opens the browser's dialog, and
 * afterwards shows the page as it was. Each sheet says whose numbers these are, and of which day.
 */
export function Printing({ source }: { source: string }) {
  const router = useRouter();
  const path = usePathname();
  const search = useSearchParams();
  const asked = useRef(false);
  const printed = search.has(printKey);

  useEffect(() => {
    const print = () => {
      asked.current = true;
      const all = new URLSearchParams(window.location.search);
      all.set(printKey, "1");
      router.replace(`${path}?${all}`, { scroll: false });
    };
    const press = (event: KeyboardEvent) => {
      const { ctrlKey, metaKey, altKey, shiftKey, key } = event;
      if (!(ctrlKey || metaKey) || altKey || shiftKey || key.toLowerCase() !== "p") return;
      event.preventDefault();
      print();
    };
    window.addEventListener(printEvent, print);
    window.addEventListener("keydown", press);
    return () => {
      window.removeEventListener(printEvent, print);
      window.removeEventListener("keydown", press);
    };
  }, [router, path]);

  useEffect(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`@page { @bottom-left { content: ${JSON.stringify(source)} } }`);
    document.adoptedStyleSheets.push(sheet);
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    };
  }, [source]);

  useEffect(() => {
    if (!printed || !asked.current) return;
    const until = performance.now() + patienceMs;
    let frame = requestAnimationFrame(function look() {
      if (!isWhole() && performance.now() < until) {
        frame = requestAnimationFrame(look);
        return;
      }
      asked.current = false;
      // Returns when the dialog is closed.
      window.print();
      const before = new URLSearchParams(window.location.search);
      before.delete(printKey);
      router.replace(`${path}${before.size ? `?${before}` : ""}`, { scroll: false });
    });
    return () => cancelAnimationFrame(frame);
  }, [printed, path, router]);
  return null;
}
