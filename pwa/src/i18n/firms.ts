import { area } from ".";
import { zh } from "./zh/firms";

export const firmsWords = area(zh, async () => (await import("./en/firms")).en);
