import type { Metadata } from "next";
import { buttonClass } from "@/components/ui/button";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main className="mx-auto max-w-[560px] px-4 pt-[18vh]">
      <h1 className="text-title">Not found</h1>
      <p className="mt-2 mb-5 text-ink-2">
        There is nothing at this address. It may have been moved or removed.
      </p>
      {/* This page is bundled with every page: a plain link keeps the router's link out of it. */}
      <a href="/" className={buttonClass()}>
        Go to the start
      </a>
    </main>
  );
}
