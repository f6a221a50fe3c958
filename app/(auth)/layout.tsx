import type { ReactNode } from "react";
import { Brand } from "@/components/ui/icon";

/** One column: the logo, then the form. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main className="mx-auto max-w-[392px] px-4 pt-[12vh] pb-16 max-desk:pt-10">
      <p className="mb-8 flex items-center gap-2 text-lead font-semibold tracking-[-.01em]">
        <Brand />
      </p>
      {children}
    </main>
  );
}
