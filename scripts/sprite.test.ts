import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

import { rounded } from "./sprite.ts";

const FOLDER = "node_modules/@phosphor-icons/core/assets/duotone";
const numbers = (path: string): number[] => [...path.matchAll(/-?(?:\d*\.\d+|\d+)/g)].map(([number]) => Number(number));

test("rounding melts no two numbers of a path into one", () => {
  for (const file of readdirSync(FOLDER).slice(0, 300)) {
    const path = readFileSync(`${FOLDER}/${file}`, "utf8");
    const [before, after] = [numbers(path), numbers(rounded(path))];

    expect(after.length, file).toBe(before.length);
    expect(Math.max(...after.map((number, at) => Math.abs(number - (before[at] ?? NaN)))), file).toBeLessThanOrEqual(0.25);
  }
});
