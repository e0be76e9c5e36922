import { area } from ".";
import { zh } from "./zh/rules";

export const rulesWords = area(zh, async () => (await import("./en/rules")).en);
