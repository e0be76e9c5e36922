import { area } from ".";
import { zh } from "./zh/keys";

export const keysWords = area(zh, async () => (await import("./en/keys")).en);
