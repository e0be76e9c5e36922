/** One piece of the app; see later.ts. */
export { PlaceSheet } from "./PlaceSheet";
export { Results } from "./Results";
