import { expect, test } from "vitest";

import { metres } from "./distance";
import { gcjOf } from "./gcj";

test("a point stands on Chinese maps where their own service puts it", () => {
  // Shanghai, as in the tests of eviltransform: WGS-84 31.1774276, 121.5272106 is GCJ-02 31.17530398364597, 121.531541859215.
  const { latitude, longitude } = gcjOf({ latitude: 31.1774276, longitude: 121.5272106 });
  expect(latitude).toBeCloseTo(31.17530398364597, 6);
  expect(longitude).toBeCloseTo(121.531541859215, 6);
});

test("in Hangzhou the shift is some 500 m, so that a link without it would lead to another street", () => {
  const here = { latitude: 30.2592, longitude: 120.1614 };
  const away = metres(here, gcjOf(here));
  expect(away).toBeGreaterThan(300);
  expect(away).toBeLessThan(700);
});

test("abroad nothing is shifted", () => {
  const berlin = { latitude: 52.52, longitude: 13.405 };
  expect(gcjOf(berlin)).toEqual(berlin);
});
