import { area } from ".";
import { zh } from "./zh/people";

export const peopleWords = area(zh, async () => (await import("./en/people")).en);
