/** The catalogue as the lists show it: how each service stands now, how far it is, in which order. */
import { type Catalogue, type Entry, entryText } from "../../data/catalogue";
import { isOpenAt, openState } from "../../data/hours";
import { levelOf, place } from "../../data/place";
import { type Position, position } from "../../data/position";
import { textSize } from "../../data/prefs";
import { TERMS, type Term } from "../../data/taxonomy.gen";
import { servicesWords } from "../../i18n/services";
import type { Ask } from "./ask";
import { metresBetween, walkMinutes } from "./distance";
import { minuteNow } from "./now";
import { type OpenLine, openLine } from "./openLine";

export type ShortService = {
  id: string;
  name: string;
  summary: string;
  phone: string;
  division: string; // the one that offers it, the nearest to the resident
  free: boolean;
  certified: boolean;
};

export type Around = {
  service: ShortService;
  term: Term | undefined;
  line: OpenLine;
  opensAt: number | null; // civil minute
  isOpen: boolean;
  metres: number | null;
  distance: string; // in words; "" when unknown
};

const RANK = { community: 0, street: 1, district: 2, city: 3 };
const TERM_BY_CODE = new Map(TERMS.map((term) => [term.code, term]));
