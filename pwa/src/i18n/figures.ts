import { area } from ".";
import { zh } from "./zh/figures";

export const figuresWords = area(zh, async () => (await import("./en/figures")).en);
