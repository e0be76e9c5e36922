import { area } from ".";
import { zh } from "./zh/common";

export const commonWords = area(zh, async () => (await import("./en/common")).en);
