import { area } from ".";
import { zh } from "./zh/detail";

export const detailWords = area(zh, async () => (await import("./en/detail")).en);
