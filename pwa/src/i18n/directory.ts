import { area } from ".";
import { zh } from "./zh/directory";

export const directoryWords = area(zh, async () => (await import("./en/directory")).en);
