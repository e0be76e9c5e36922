import { area } from ".";
import { zh } from "./zh/numberdesk";

export const numberWords = area(zh, async () => (await import("./en/numberdesk")).en);
