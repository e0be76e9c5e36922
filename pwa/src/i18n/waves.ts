import { area } from ".";
import { zh } from "./zh/waves";

export const wavesWords = area(zh, async () => (await import("./en/waves")).en);
