import { readFile } from "node:fs/promises";
import { expectAccessible } from "./accessible";
import { expect, shot, test } from "./fixtures";

/* An admin imports people from a file, sees what is wrong with it, finds the people, and takes the import back. */

test.use({ role: "admin" });

const file = [
  "ID;E-Mail;First name;Last name;Role",
  "IMP-1;rita.imported@lectern.test;Rita;Imported;student",
  "IMP-2;not an address;Nuno;Imported;student",
  "IMP-3;olga.imported@lectern.test;Olga;Imported;guardian",
  "IMP-4;paulo.imported@lectern.test;Paulo;Imported;teacher",
].join("\n");

test("two wrong lines are named and left out, the other people are in the list", async ({ page }) => {
  await page.goto("/people");
  await page.getByRole("link", { name: "Import", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Import people");
  await expectAccessible(page);
  const importing = { name: "people-2026.csv", mimeType: "text/csv", buffer: Buffer.from(file) };
  await page.getByLabel("File of people").locator("input").setInputFiles(importing);
  await expect(page.getByRole("heading", { name: "2 rows need a decision" })).toBeVisible();
  const wrong = page.getByRole("table", { name: "2 rows need a decision" });
  await expect(wrong.getByRole("row").nth(1)).toContainText("E-Mail: Is not a complete e-mail address");
  await expect(wrong.getByRole("row").nth(2)).toContainText("“guardian” is not a role");
  await page.getByText("Show the 2 new people").click();
  await expect(
    page.getByRole("table", { name: "New people" }).getByRole("row", { name: /Paulo Imported/ }),
  ).toContainText("Instructor");
  await expectAccessible(page);
  await shot(page, "import-people");

  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV of these rows" }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe("people-2026-left-out.csv");
  const text = await readFile(await download.path(), "utf8");
  expect(text.split("\r\n")[0]).toMatch(/^.?external_id,email,first_name,last_name,role,line,column,reason$/);
  expect(text).toContain("IMP-3,olga.imported@lectern.test,Olga,Imported,guardian,4,Role,");

  await page.getByRole("button", { name: "Import 2 people" }).press("Enter");
  const row = page
    .getByRole("table", { name: "Imports of people" })
    .getByRole("row", { name: /people-2026/ });
  await expect(row).toContainText("Done", { timeout: 30_000 });
  await page.goto("/people?search=imported");
  await expect(page.getByRole("row", { name: /Rita Imported/ })).toContainText("Student");
  await expect(page.getByRole("row", { name: /Paulo Imported/ })).toContainText("Instructor");
  await expect(page.getByRole("row", { name: /Olga Imported/ })).toHaveCount(0);

  // The rows that were left out stay with the import.
  await page.goto("/people/import");
  await page.getByRole("link", { name: "2 wrong rows of people-2026.csv" }).click();
  await expect(page.getByRole("table", { name: "2 rows are left out" })).toContainText("Nuno");

  await page.getByRole("button", { name: "Undo the import of people-2026.csv" }).click();
  await page.getByRole("button", { name: "Undo the import", exact: true }).click();
  await expect(page.getByText("The import is undone.")).toBeVisible();
  await page.goto("/people?search=imported");
  await expect(page.getByText("Rita Imported")).toHaveCount(0);
});

test("rows in doubt are decided, and students who are not in the file can be deactivated", async ({
  page,
}) => {
  await page.goto("/people/import");
  const text = [
    "ID;E-Mail;First name;Last name;Role",
    "DEC-1;rita.decided@;Rita;Decided;student",
    "DEC-2;olga.decided@lectern.test;Olga;Decided;guardian",
    'DEC-3;paula.decided@lectern.test;"Paula;Decided;student',
  ].join("\n");
  const choice = page.getByLabel("File of people").locator("input");
  const file = (content: string) => ({
    ...{ name: "decided.csv", mimeType: "text/csv", buffer: Buffer.from(content) },
  });
  await choice.setInputFiles(file(text));
  const table = page.getByRole("table", { name: "3 rows need a decision" });
  // A line that cannot be read is named, and then the file does not say who is missing.
  await expect(table.getByRole("row").nth(3)).toContainText("The quotes of this line do not match");
  await expect(page.getByRole("radio")).toHaveCount(0);

  await choice.setInputFiles(file(text.split("\n").slice(0, 3).join("\n")));
  await expect(page.getByRole("table", { name: "2 rows need a decision" })).toBeVisible();
  const address = page.getByRole("textbox", { name: "What to do with line 2" });
  await address.fill("rita.decided@lectern.test");
  await address.press("Enter");
  await expect(page.getByRole("button", { name: "Import 1 person" })).toBeEnabled();
  await page.getByRole("combobox", { name: "What to do with line 3" }).selectOption("Import as Assistant");
  await expect(page.getByRole("button", { name: "Import 2 people" })).toBeEnabled();
  await expectAccessible(page);
  await shot(page, "import-decisions");

  const deactivate = page.getByRole("radio", { name: /^Deactivate \d+/ });
  await expect(deactivate).not.toBeChecked();
  await deactivate.check();
  await expect(page.getByRole("button", { name: /^Import \d{2,} people/ })).toBeEnabled();
  await page.getByRole("radio", { name: "Leave as they are" }).check();
  await page.getByRole("button", { name: "Import 2 people" }).click();
  await expect(
    page.getByRole("table", { name: "Imports of people" }).getByRole("row", { name: /decided/ }),
  ).toContainText("Done", { timeout: 30_000 });
  await page.goto("/people?search=decided");
  await expect(page.getByRole("row", { name: /Rita Decided/ })).toContainText("Student");
  await expect(page.getByRole("row", { name: /Olga Decided/ })).toContainText("Assistant");
});

test("columns with other headings are matched, by keyboard, and proposed for the next file", async ({
  page,
}) => {
  const csv = (...rows: string[]) => ({
    ...{ name: "lehrgang.csv", mimeType: "text/csv" },
    buffer: Buffer.from(["Kennzahl;Rufname;Familienname;Bemerkung", ...rows].join("\n"), "latin1"),
  });
  await page.goto("/people/import");
  const choice = page.getByLabel("File of people").locator("input");
  await choice.setInputFiles(csv("COL-1;Jürgen;Matched;neu", "COL-2;Ines;Matched;"));
  const title = "Match the columns of lehrgang.csv";
  await expect(page.getByRole("heading", { name: title })).toBeVisible();
  await expect(page.getByText("2 rows, separated by semicolons, Windows-1252.")).toBeVisible();
  await expect(page.getByRole("main").getByRole("alert")).toHaveText(/says who a row is about/);
  await expect(page.getByRole("button", { name: /^Import \d/ })).toHaveCount(0);
  const table = page.getByRole("table", { name: title });
  await expect(table.getByRole("row", { name: /Rufname/ })).toContainText("Jürgen");
  await expect(page.getByText("Left out: Kennzahl, Bemerkung.")).toBeVisible();
  await expectAccessible(page);

  const menu = page.getByRole("combobox", { name: "What Kennzahl becomes" });
  await menu.focus();
  await page.keyboard.type("ID");
  await expect(page.getByRole("button", { name: "Import 2 people" })).toBeVisible();
  await expect(menu).toBeFocused();
  await expect(table.getByRole("row", { name: /Kennzahl/ })).toContainText("2 of 2");
  await expect(page.getByText("Left out: Bemerkung.")).toBeVisible();
  await shot(page, "import-columns");
  await page.getByRole("button", { name: "Import 2 people" }).press("Enter");
  await expect(
    page.getByRole("table", { name: "Imports of people" }).getByRole("row", { name: /lehrgang/ }),
  ).toContainText("Done", { timeout: 30_000 });

  await choice.setInputFiles(csv("COL-1;Jürgen;Newly Matched;"));
  await expect(menu).toHaveValue("external_id");
  await expect(page.getByRole("button", { name: "Import 1 person" })).toBeVisible();
  await page.goto("/people?search=matched");
  await expect(page.getByRole("row", { name: /Jürgen Matched/ })).toBeVisible();
});

test("a file that is no list of people says what is missing", async ({ page }) => {
  await page.goto("/people/import");
  await page
    .getByLabel("File of people")
    .locator("input")
    .setInputFiles({ name: "letter.txt", mimeType: "text/plain", buffer: Buffer.from("Dear all,\nsee you") });
  await expect(page.getByRole("main").getByRole("alert")).toHaveText(
    /This is not a table with a heading for each column/,
  );
});
