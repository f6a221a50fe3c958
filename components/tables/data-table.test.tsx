import { prerender } from "react-dom/static";
import { describe, expect, test, vi } from "vitest";
import { inEnglish } from "@/lib/testing/in-english";
import type { Column } from "./column";
import { DataTable } from "./data-table";
import { useDataTable } from "./use-data-table";

let search = "";
vi.mock("next/navigation", () => ({
  useRouter: () => ({ replace: () => {} }),
  useSearchParams: () => new URLSearchParams(search),
}));

type Row = { id: string; name: string; score: number };
const columns: Column<Row>[] = [
  { id: "name", label: "Name", fixed: true, sortable: true, cell: (row) => row.name },
  { id: "score", term: "engagement_score", align: "end", sortable: true, cell: (row) => row.score },
  { id: "note", label: "Note", hidden: true, cell: () => "a note" },
];
const words = { engagement_score: { label: "Engagement score", definition: "Of 100." } };
const byName = { id: "name", desc: false };

const onPhone: Column<Row>[] = [
  columns[0]!,
  { ...columns[1]!, phone: ({ score }) => (score === 1 ? null : `score ${score}`) },
  { id: "bar", label: "Bar", phone: "strip", cell: () => <i className="bar" /> },
];

function Example({ count, of = columns }: { count: number; of?: Column<Row>[] }) {
  const table = useDataTable({
    columns: of,
    words,
    rows: Array.from({ length: count }, (_, index) => ({
      id: `r${index}`,
      name: `Row ${index}`,
      score: index,
    })),
    rowId: (row) => row.id,
    limit: 1_000,
    total: count,
    defaultSort: byName,
    selectable: true,
  });
  return (
    <DataTable
      table={table}
      label="Example"
      rowName={(row) => row.name}
      rowHref={(row) => `/rows/${row.id}`}
    />
  );
}

async function drawn(count: number, url = "", of = columns): Promise<string> {
  search = url;
  const { prelude } = await prerender(inEnglish(<Example count={count} of={of} />));
  return new Response(prelude).text();
}
const bodyRows = (html: string) => html.split("<tbody>")[1]?.match(/<tr [^>]*aria-selected/g)?.length;

describe("a data table", () => {
  test("draws the URL's sort, columns and selection", async () => {
    const plain = await drawn(3);
    expect(plain).toMatch(/<th[^>]*aria-sort="ascending"[^>]*>.*?Name/);
    expect(plain).toContain("Sort by Engagement score");
    expect(plain).not.toContain("a note");
    expect(plain).toContain('href="/rows/r2"');

    const asked = await drawn(3, "sort=-score&columns=note,name&selected=r1,other");
    expect(asked).toMatch(/<th[^>]*aria-sort="descending"/);
    expect(asked).toContain("a note");
    // The name cannot be hidden.
    expect(asked).toContain("Row 0");
    expect(asked.match(/aria-selected="true"/g)).toHaveLength(1);
  });

  test("draws every row of a page", async () => {
    expect(bodyRows(await drawn(200))).toBe(200);
  });

  test("draws only the visible rows of a thousand, at the height of all", async () => {
    const html = await drawn(1_000);
    const rows = bodyRows(html) ?? 0;
    expect(rows).toBeGreaterThan(20);
    expect(rows).toBeLessThan(60);
    expect(html).toContain('aria-rowcount="1001"');
    expect(html).toContain('aria-rowindex="2"');
    const room = [...html.matchAll(/<tr style="height:(\d+)px"/g)].map(([, px]) => Number(px));
    expect(room.reduce((sum, px) => sum + px, rows * 36)).toBe(36_000);
  });

  test("has rows on a phone where its columns say what a phone shows", async () => {
    expect(await drawn(2)).not.toContain("<ul");
    const [, list = ""] = (await drawn(2, "sort=-score", onPhone)).split("<ul");
    expect(list).toContain('aria-label="Example"');
    expect(list.match(/score \d/g)).toEqual(["score 0"]);
    expect(list.match(/class="bar"/g)).toHaveLength(2);
    expect(list.match(/href="\/rows\/r\d"/g)).toHaveLength(2);
    expect(list.match(/aria-label="Select Row \d"/g)).toHaveLength(2);
  });
});
