import { expect, it } from "vitest";
import { returnedAfter } from "./returns";

it("counts those who left and those of them who were there again", () => {
  const stays = [
    [0, 60], // left
    [0, 59.5, 70, 90], // left and came back
    [0, 100], // stayed
    [62, 100], // came when the others had gone
    [0, 30], // had gone before
    [0, 60.5, 60.8, 100], // away for less than the drop-off lasted
  ];
  expect(returnedAfter(stays, 59, 61)).toEqual({ left: 2, back: 1 });
  expect(returnedAfter([], 59, 61)).toEqual({ left: 0, back: 0 });
});
