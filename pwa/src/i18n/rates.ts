import { area } from ".";
import { zh } from "./zh/rates";

export const ratesWords = area(zh, async () => (await import("./en/rates")).en);
