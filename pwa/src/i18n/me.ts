import { area } from ".";
import { zh } from "./zh/me";

export const meWords = area(zh, async () => (await import("./en/me")).en);
