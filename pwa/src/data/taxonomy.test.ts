/// <reference types="node" />
/** Every category has a picture that exists, and a group it belongs to. */
import { existsSync } from "node:fs";
import { expect, test } from "vitest";

import { TERMS, TOPS } from "./taxonomy.gen";

const DRAWN = "node_modules/@phosphor-icons/core/assets/duotone";

test.each(TERMS)("$code has a drawn icon and a group", ({ icon, parent, services, requests }) => {
  expect(existsSync(`${DRAWN}/${icon}-duotone.svg`)).toBe(true);
  expect(TOPS.some((top) => top.code === parent)).toBe(true);
  expect(services || requests).toBe(true);
});
