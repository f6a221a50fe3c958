import { accentStyle } from "@/lib/domain/schools/accent";

/** The school's colour on this page, in both themes. */
export function SchoolAccent({ accent }: { accent: string | null }) {
  return accent ? <style>{accentStyle(accent)}</style> : null;
}
