/** What every field looks like. */
export const inputBox =
  "h-8 max-desk:h-9 rounded-md border border-line-input bg-bg text-small text-ink hover:border-ink-2 focus-visible:border-accent disabled:border-line disabled:text-ink-3 aria-invalid:border-bad max-desk:text-[16px]";
