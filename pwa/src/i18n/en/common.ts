import type { Widen } from "..";
import type { zh } from "../zh/common";

export const en: Widen<typeof zh> = {
  appName: "Linli",
  demoRibbon: "Demonstration content, not real places or numbers",
  tabsLabel: "Main",
  tabs: { services: "Services", help: "Requests", survey: "Survey", me: "Me" },
  needsYou: (count) => (count === 1 ? "1 needs you" : `${count} need you`),
  hasNews: "something new",
  back: "Back",
  close: "Close",
  cancel: "No, thanks",
  loading: "Opening",
  tryAgain: "Try again",
  updateReady: "A new version is ready. What you have written is kept.",
  updateNow: "Change now",
  notKept: "This page is not on your phone yet",
  notKeptWhy: "Open it once with a network; after that it works without.",
  noNetwork: "No network. ",
  largeText: "Large text",
  standardText: "Standard text",
  otherLanguage: "中文",
  call: "Call",
  demoNumber: "demo number, cannot be called",
  demoShort: "demo",
};
