"use client";

import useSWR from "swr";
import { useDebounce } from "use-debounce";

/** Milliseconds without typing before a search starts. */
const debounceMs = 150;

async function request<Results>(path: string): Promise<Results> {
  const answer = await fetch(path);
  if (answer.ok) return answer.json();
  const id = answer.headers.get("x-request-id");
  throw new Error(`The search failed${id ? ` (request ${id})` : ""}.`);
}

/** What a route answers to a text, once the typing pauses; `query` is the text that it was asked for. */
export function useSearch<Results>(route: string, text: string) {
  const [query] = useDebounce(text.trim(), debounceMs);
  const path = query ? `${route}?q=${encodeURIComponent(query)}` : null;
  const options = { keepPreviousData: true, revalidateOnFocus: false };
  return { query, ...useSWR<Results>(path, request<Results>, options) };
}
