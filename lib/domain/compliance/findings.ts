import { dateFormat } from "@/lib/language/dates";
import type { Language } from "@/lib/language/language";
import type { ComplianceItem } from "./schema";

/** What was read for a check, as a sentence. */
export function evidenceText(check: ComplianceItem, timeZone: string, language: Language): string {
  const { t, count, and } = language;
  const { longDay, absolute } = dateFormat(language.code);
  const day = (on: string | null) => (on === null ? "none" : longDay(on));
  const instant = (at: string | null) => (at === null ? "none" : absolute(at, timeZone));
  const yes = (is: boolean) => (is ? "yes" : "no");
  switch (check.item) {
    case "privacy_notice":
      return t("compliance.evidence.privacy_notice", { is_set: yes(check.evidence.is_set) });
    case "lawful_basis": {
      const { anonymous_viewers, confirmed_on } = check.evidence;
      return t("compliance.evidence.lawful_basis", {
        anonymous: yes(anonymous_viewers),
        on: day(confirmed_on),
      });
    }
    case "retention": {
      const { kinds } = check.evidence;
      const runs = kinds.flatMap(({ last_run_at }) => last_run_at ?? []).sort();
      return t("compliance.evidence.retention", {
        ...{ kinds: kinds.length, failed: kinds.filter(({ failed_at }) => failed_at !== null).length },
        // The kind whose turn was the longest ago.
        run: instant(runs.length === kinds.length ? runs[0]! : null),
        rows: kinds.reduce((sum, { last_rows }) => sum + (last_rows ?? 0), 0),
      });
    }
    case "subject_requests": {
      const { open, overdue, closed, longest_days } = check.evidence;
      return t("compliance.evidence.subject_requests", { open, overdue, closed, longest: longest_days ?? 0 });
    }
    case "pseudonyms": {
      const { key_since, named_playbacks, named_attendance } = check.evidence;
      return t("compliance.evidence.pseudonyms", {
        ...{ since: instant(key_since), playbacks: yes(named_playbacks), attendance: yes(named_attendance) },
      });
    }
    case "key_age":
      return t("compliance.evidence.key_age", {
        days: check.evidence.days === null ? "none" : count(check.evidence.days),
        rotated: instant(check.evidence.rotated_at),
        rotating: instant(check.evidence.rotating_since),
      });
    case "encryption_in_transit": {
      const { https, local_only, database, redis } = check.evidence;
      const browsers = https ? "https" : local_only ? "local" : "open";
      return t("compliance.evidence.encryption_in_transit", { browsers, database, redis: redis ?? "none" });
    }
    case "encryption_at_rest":
      return t("compliance.evidence.encryption_at_rest", { on: day(check.evidence.confirmed_on) });
    case "audit_log": {
      const { append_only, broken, entries, unsealed } = check.evidence;
      return t("compliance.evidence.audit_log", { append: yes(append_only), broken, entries, unsealed });
    }
    case "processors": {
      const { configured, confirmed_on } = check.evidence;
      const names = and(configured.map((one) => t(`compliance.services.${one}`)));
      return t("compliance.evidence.processors", { count: configured.length, names, on: day(confirmed_on) });
    }
    case "small_groups":
      return t("compliance.evidence.small_groups", { size: check.evidence.minimum_group_size });
  }
}
