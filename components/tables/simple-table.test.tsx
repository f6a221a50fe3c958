import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { SimpleTable } from "./simple-table";

const rows = [
  { name: "Ada", messages: 4 },
  { name: "Grace", messages: 2 },
];
const columns = [
  { label: "Person", cell: (row: (typeof rows)[number]) => row.name },
  { label: "Messages", align: "end" as const, cell: (row: (typeof rows)[number]) => row.messages },
];

test("a simple table names its columns, its rows and itself", () => {
  const html = renderToStaticMarkup(
    <SimpleTable
      label="Who wrote"
      columns={columns}
      rows={rows}
      rowKey={({ name }) => name}
      foot={["All", 6]}
    />,
  );
  expect(html).toMatch(/<caption[^>]*>Who wrote<\/caption>/);
  expect([...html.matchAll(/<th scope="col"[^>]*>([^<]*)/g)].map(([, label]) => label)).toEqual([
    "Person",
    "Messages",
  ]);
  expect([...html.matchAll(/<th scope="row"[^>]*>([^<]*)/g)].map(([, name]) => name)).toEqual([
    "Ada",
    "Grace",
  ]);
  expect([...html.matchAll(/<td[^>]*>([^<]*)/g)].map(([, value]) => value)).toEqual(["4", "2", "All", "6"]);
});

test("a long one scrolls in a region that the keyboard reaches; heads that need no room are still read", () => {
  const html = renderToStaticMarkup(
    <SimpleTable
      label="Who wrote"
      columns={columns}
      rows={rows}
      rowKey={({ name }) => name}
      region="Everybody who wrote"
      headless
    />,
  );
  expect(html).toMatch(/^<section aria-label="Everybody who wrote" tabindex="0"/);
  expect(html).toMatch(/<thead class="sr-only">/);
});
