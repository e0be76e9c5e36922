import { area } from ".";
import { zh } from "./zh/desk";

export const deskWords = area(zh, async () => (await import("./en/desk")).en);
