import type { Widen } from "..";
import type { zh } from "../zh/factors";

export const en: Widen<typeof zh> = {
  code: "The six digits of your authenticator",
  codeHint: "Without your phone, type a recovery code.",
  signIn: "Sign in",
  setUpTitle: "Set up your authenticator first",
  setUp: "Open an authenticator app on your phone (Microsoft's, Google's or another) and scan this:",
  picture: "QR code for the authenticator",
  byHand: "If it cannot be scanned, type these letters:",
  then: "Then type the six digits that it shows.",
  keepTitle: "Write down these recovery codes",
  keep: "Without your phone, each of them signs you in once. Copy them now; they are not shown again.",
  kept: "I have copied them",
  againTitle: "Is it still you?",
  again: "This step matters. Please type the six digits that your authenticator shows now.",
  confirm: "Confirm",
  offline: "There is no network now. Please try again later.",
  reset: "Reset the authenticator",
  resetHint: "Only for a new or lost phone. They sign in again and set it up again.",
  resetDone: "Reset. They set it up when they next sign in.",
};
