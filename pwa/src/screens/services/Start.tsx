/** The addresses "/" and "/search": the services around you or, where nobody has chosen a community yet, the question
 *  where you live. */
import { screen } from "../../lazy";
import { place } from "../../data/place";
import { Services } from "./Services";

const Welcome = screen(() => import("./choose/Welcome"));

export function Start() {
  return place.value ? <Services place={place.value} /> : <Welcome />;
}
