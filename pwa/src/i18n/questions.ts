import { area } from ".";
import { zh } from "./zh/questions";

export const questionsWords = area(zh, async () => (await import("./en/questions")).en);
