import { area } from ".";
import { zh } from "./zh/practice";

export const practiceWords = area(zh, async () => (await import("./en/practice")).en);
