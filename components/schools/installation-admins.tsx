"use client";

import { useState } from "react";
import { LinkToCopy } from "../people/list/invite-dialog";
import { FormButton } from "../ui/dialog-button";
import { Section } from "../ui/section";
import { sendJson } from "../ui/send-json";
import { useLanguage } from "../ui/use-language";

type Invited = { email: string; url: string | null };

/**
 * Invites admins of the installation; without mail the link is shown once. `mayInvite`: only such an admin may once there is one, and the
 * link must stay until it is copied.
 */
export function InstallationAdmins({ mayInvite }: { mayInvite: boolean }) {
  const { t } = useLanguage();
  const [link, setLink] = useState<string | null>(null);
  if (!mayInvite && !link) return null;
  return (
    <Section id="installation" title={t("school.admins.title")} sub={t("school.admins.about")} line>
      {link ? (
        <div className="mb-4 max-w-[680px]">
          <LinkToCopy url={link} onClose={() => setLink(null)} />
        </div>
      ) : null}
      {mayInvite ? (
        <FormButton<Invited>
          button={{ children: t("school.admins.invite") }}
          title={t("school.admins.invite_title")}
          start={{}}
          fields={[
            { name: "email", label: t("school.admins.email"), type: "email", required: true, maxLength: 254 },
          ]}
          save={({ email }) => sendJson<Invited>("POST", "/api/users/installation-admins", { email })}
          submit={t("school.admins.invite")}
          kept={t("school.admins.kept")}
          done={({ email, url }) => {
            setLink(url);
            return t(url ? "school.admins.invited" : "school.admins.mailed", { email });
          }}
        />
      ) : null}
    </Section>
  );
}
