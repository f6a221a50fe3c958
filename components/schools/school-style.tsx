import { accentStyle } from "@/lib/domain/schools/accent";
import { dateFormat } from "@/lib/language/dates";
import type { Language } from "@/lib/language/language";

/** Whose numbers a printed sheet has, and of which day, at its foot. */
function footOfSheets(text: string): string {
  // A text in CSS inside of HTML: nothing in it may end the string or the element.
  const quoted = text.replace(/["'\\&<>\n]/g, (sign) => `\\${sign.charCodeAt(0).toString(16)} `);
  return `@page{@bottom-left{content:"${quoted}"}}`;
}

/** The school's colour on this page, in both themes, and its name and the day on each printed sheet. */
export function SchoolStyle({
  school: { accent, name, time_zone },
  language: { code, beginSentence },
}: {
  /** `name`: null where the school is not known. */
  school: { accent: string | null; name: string | null; time_zone: string };
  language: Language;
}) {
  const day = dateFormat(code).longDate(new Date(), time_zone);
  return (
    <>
      {accent ? <style>{accentStyle(accent)}</style> : null}
      {name ? <style>{footOfSheets(`${beginSentence(name)}, ${day}`)}</style> : null}
    </>
  );
}
