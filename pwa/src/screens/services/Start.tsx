/** The addresses "/" and "/search": the services around you or, where nobody has chosen a community yet, the question
 *  where you live. */
import { screen } from "../../lazy";
import { place } from "../../data/place";
import { scanned } from "./scanned";
import { Services } from "./Services";

const Welcome = screen(() => import("./choose/Welcome"));
const Scanned = screen(() => import("./choose/Scanned"));

export function Start() {
  if (!place.value) return scanned.value ? <Scanned /> : <Welcome />;
  return (
    <>
      <Services place={place.value} />
      {scanned.value && <Scanned />}
    </>
  );
}
