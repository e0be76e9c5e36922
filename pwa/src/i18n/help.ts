import { area } from ".";
import { zh } from "./zh/help";

export const helpWords = area(zh, async () => (await import("./en/help")).en);
