import { area } from ".";
import { zh } from "./zh/estates";

export const estatesWords = area(zh, async () => (await import("./en/estates")).en);
