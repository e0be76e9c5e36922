import { area } from ".";
import { zh } from "./zh/visits";

export const visitsWords = area(zh, async () => (await import("./en/visits")).en);
