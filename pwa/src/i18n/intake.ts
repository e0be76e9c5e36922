import { area } from ".";
import { zh } from "./zh/intake";

export const intakeWords = area(zh, async () => (await import("./en/intake")).en);
