import { area } from ".";
import { zh } from "./zh/services";

export const servicesWords = area(zh, async () => (await import("./en/services")).en);
