import type { LanguageCode } from "@/lib/language/languages";
import type { ReportProblem } from "@/lib/measure/attendance-report";
import { languageIn } from "@/lib/platform/catalogues";

/** The problems of a report as a reader sees them. */
export const inWords = (problems: readonly ReportProblem[] | undefined, code: LanguageCode = "en") =>
  problems?.map(({ message, ...where }) => ({
    ...where,
    message: languageIn(code).t(message.key, message.values),
  }));
