"use client";

import useSWR from "swr";
import { useDebounce } from "use-debounce";
import { useLanguage } from "./use-language";

/** Milliseconds without typing before a search starts. */
const debounceMs = 150;

/** What a route answers to a text, once the typing pauses; `query` is the text that it was asked for. */
export function useSearch<Results>(route: string, text: string) {
  const { t } = useLanguage();
  const [query] = useDebounce(text.trim(), debounceMs);
  const path = query ? `${route}?q=${encodeURIComponent(query)}` : null;
  async function request(): Promise<Results> {
    const answer = await fetch(path ?? "");
    if (answer.ok) return answer.json();
    throw new Error(t("ui.search_failed", { id: answer.headers.get("x-request-id") ?? "none" }));
  }
  const options = { keepPreviousData: true, revalidateOnFocus: false };
  return { query, ...useSWR<Results>(path, request, options) };
}
