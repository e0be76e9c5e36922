import { area } from ".";
import { zh } from "./zh/roster";

export const rosterWords = area(zh, async () => (await import("./en/roster")).en);
