"use client";

import { type RefObject, useState } from "react";
import { Button } from "@/components/ui/button";
import Dialog from "@/components/ui/dialog";
import { Form, InputField, SelectField } from "@/components/ui/form";
import { Options, SearchInput } from "@/components/ui/input";
import { useLanguage } from "@/components/ui/use-language";
import { useSearch } from "@/components/ui/use-search";
import { titleOfAddress } from "./address-title";
import type { AddressRow, Item } from "./addresses-table";

type Found = { items: { kind: string; id: string; title: string; subtitle: string | null }[] };

/** Makes a video of each address, or gives all of them one video. */
export default function AddressDialog({
  what,
  addresses,
  courses,
  busy,
  onChosen,
  onClose,
  returnTo,
}: {
  what: "make" | "map";
  addresses: AddressRow[];
  courses: { value: string; label: string }[];
  busy: boolean;
  onChosen: (items: Item[]) => void;
  onClose: () => void;
  returnTo: RefObject<HTMLElement | null>;
}) {
  const { t } = useLanguage();
  const [only, another] = addresses;
  const single = only && !another ? only : null;
  const ids = addresses.map(({ id }) => id);
  return (
    <Dialog
      title={t(what === "make" ? "videos.addresses.make" : "videos.addresses.map_title", {
        count: addresses.length,
      })}
      description={t(what === "make" ? "videos.addresses.make_about" : "videos.addresses.map_about", {
        count: addresses.length,
      })}
      onClose={onClose}
      returnTo={returnTo}
    >
      {what === "map" ? (
        <ChooseVideo
          busy={busy}
          onChosen={(video_id) => onChosen(ids.map((address_id) => ({ address_id, video_id })))}
        />
      ) : (
        <Form
          className="mt-4 gap-4"
          onGiven={(given) => {
            const course_id = String(given.get("course_id"));
            onChosen(
              addresses.map(({ id, address }) => ({
                address_id: id,
                title: single ? String(given.get("title")) : titleOfAddress(address),
                course_id,
              })),
            );
          }}
        >
          {single ? (
            <InputField
              label={t("ui.title")}
              name="title"
              required
              maxLength={300}
              defaultValue={titleOfAddress(single.address)}
            />
          ) : (
            <ul className="max-h-40 overflow-auto text-small">
              {addresses.map(({ id, address }) => (
                <li key={id}>{titleOfAddress(address)}</li>
              ))}
            </ul>
          )}
          <SelectField
            label={t("ui.course")}
            name="course_id"
            required
            defaultValue={only?.course_id ?? courses[0]?.value ?? ""}
          >
            <Options of={courses.map(({ value, label }) => [value, label])} />
          </SelectField>
          <div className="flex gap-2">
            <Button type="submit" look="primary" disabled={busy}>
              {t("videos.addresses.make", { count: addresses.length })}
            </Button>
            <Button onClick={onClose}>{t("ui.cancel")}</Button>
          </div>
        </Form>
      )}
    </Dialog>
  );
}

/** A video of the school, found by its title. */
function ChooseVideo({ busy, onChosen }: { busy: boolean; onChosen: (videoId: string) => void }) {
  const { t } = useLanguage();
  const [text, setText] = useState("");
  const { query, data, error } = useSearch<Found>("/api/find", text);
  const videos = data?.items.filter(({ kind }) => kind === "video") ?? [];
  return (
    <div className="mt-4 grid gap-3">
      <SearchInput
        label={t("videos.addresses.find_video")}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <ul aria-live="polite" className="grid gap-1">
        {error ? <li className="text-small text-bad">{error.message}</li> : null}
        {query && data && videos.length === 0 ? (
          <li className="text-small text-ink-2">{t("videos.addresses.no_video")}</li>
        ) : null}
        {query
          ? videos.map((video) => (
              <li key={video.id}>
                <Button disabled={busy} className="w-full justify-start" onClick={() => onChosen(video.id)}>
                  {video.title}
                  {video.subtitle ? <span className="ml-2 text-ink-3">{video.subtitle}</span> : null}
                </Button>
              </li>
            ))
          : null}
      </ul>
    </div>
  );
}
