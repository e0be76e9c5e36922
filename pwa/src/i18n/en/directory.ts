import type { Widen } from "..";
import type { zh } from "../zh/directory";

export const en: Widen<typeof zh> = {
  sections: {
    label: "Directory",
    services: "Services",
    organizations: "Organizations",
    locations: "Places",
  },
};
