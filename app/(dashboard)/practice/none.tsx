import { ClientMessages } from "@/components/shell/client-messages";
import { CopyButton } from "@/components/ui/copy-button";
import { Empty } from "@/components/ui/empty";
import { LinkButton } from "@/components/ui/link-button";
import { useLanguage } from "@/components/ui/use-language";
import { examplePracticeInput } from "@/lib/domain/practice/fixtures";

/** What will appear here, and how the app that hosts practice sends its results. */
export function NoPractice({ address }: { address: string }) {
  const { t } = useLanguage();
  const code = `curl -X POST ${address}/api/auth/token -H "Content-Type: application/json" \\
  -d '{"email": "…", "password": "…"}'

curl -X POST ${address}/api/sessions/save -H "Authorization: Bearer $ACCESS_TOKEN" \\
  -H "Content-Type: application/json" -H "Idempotency-Key: $PRACTICE_ID" \\
  -d '${JSON.stringify(examplePracticeInput)}'`;
  return (
    <ClientMessages of={["ui"]}>
      <Empty
        place="page"
        title={t("practice.none.title")}
        snippet={code}
        actions={
          <>
            <CopyButton text={code}>{t("practice.none.copy")}</CopyButton>
            <LinkButton look="quiet" href="/api-reference">
              {t("shell.frame.places.api_reference")}
            </LinkButton>
          </>
        }
      >
        <p>{t("practice.none.about")}</p>
        <p className="mt-2">{t("practice.none.how")}</p>
      </Empty>
    </ClientMessages>
  );
}
