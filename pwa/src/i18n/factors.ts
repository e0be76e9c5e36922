import { area } from ".";
import { zh } from "./zh/factors";

export const factorsWords = area(zh, async () => (await import("./en/factors")).en);
