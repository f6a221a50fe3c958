import { expect, it } from "vitest";
import { AppError } from "./errors";
import { Turns } from "./turns";

it("does two at once, others in their order, and refuses more than may wait", async () => {
  const turns = new Turns(2, 2, { english: "Too many." });
  const begun: string[] = [];
  const take = async (name: string) => {
    const end = await turns.take();
    begun.push(name);
    return end;
  };
  const [a, b] = await Promise.all([take("a"), take("b")]);
  const [c, d] = [take("c"), take("d")];
  const refused = await turns.take().catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(AppError);
  expect(refused).toMatchObject({ code: "unavailable", message: "Too many." });
  expect(begun).toEqual(["a", "b"]);

  // Ended twice is ended once.
  b();
  b();
  const endC = await c;
  expect(begun).toEqual(["a", "b", "c"]);
  a();
  const endD = await d;
  expect(begun).toEqual(["a", "b", "c", "d"]);
  expect(turns.idle).toBe(false);
  endC();
  endD();
  expect(turns.idle).toBe(true);
  (await turns.take())();
});
