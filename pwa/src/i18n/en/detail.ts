import type { Widen } from "..";
import type { zh } from "../zh/detail";

export const en: Widen<typeof zh> = {
  favourite: "Save",
  favouriteKept: "Saved: works without a network",
  favouriteGone: "Not saved any more",
  phoneFull: "The phone is full: not saved.",

  way: "Directions",
  wayTitle: (name) => `The way to ${name}`,
  maps: { amap: "Amap (Gaode)", baidu: "Baidu Maps", system: "The phone’s own map" },
  mapsHint: "Another app opens and is told this address.",

  audience: (who) => `Mainly for: ${who.toLowerCase()}`,
  speaks: (tongues) => `Spoken here: ${tongues}`,
  tongues: { zh: "Mandarin", en: "English", csl: "Chinese Sign Language", wuu: "Wu", ja: "Japanese", ko: "Korean" },
  checkedBy: (day, who) => `Checked on ${day} by ${who}`,

  elsewhere: (where) => `A service of ${where}`,
  elsewhereHint: (here) => `Your community is still ${here}.`,
  elsewhereHome: "See the services near your home",
  elsewhereHomeHint: "Choose where you live, without signing in",

  over: "No longer given",
  overHint: "This service is not given any more. The nearest like it:",
  overNone: "This service is not given any more. There is none like it nearby: call and ask.",
  away: (metres) => `${metres} from where it was`,

  scan: "Scan for the hours of today",
  onPaper: (day) => `Printed on ${day}`,

  mistake: "Something wrong?",
  mistakeTitle: "What is wrong?",
  mistakeWho: (who) => `We tell ${who}, who put it right. No name, no number needed.`,
  mistakeKeeper: "the office that keeps this entry",
  mistakeKind: "What is wrong",
  kinds: { hours: "Opening hours", phone: "Phone number", address: "Address", closed: "Closed for good", other: "Something else" },
  mistakeWords: "In a few words (you may leave it out)",
  mistakeWordsNeeded: "In a few words: what is wrong?",
  mistakeHints: {
    hours: "Such as: closed on Saturdays",
    phone: "Such as: nobody answers; the right number is …",
    address: "Such as: moved next door",
    closed: "Such as: there is a note on the door",
    other: "Such as: it is not free any more",
  },
  mistakeSend: "Send",
  mistakeCancel: "Never mind",
  kindMissing: "Choose what is wrong.",
  wordsMissing: "Say in a few words what is wrong.",
  mistakeThanks: "Thank you, received",
  mistakeWaits: "Kept on your phone, sent when there is a network",
  mistakeSaid: (day, kind) => `You said ${day}: ${kind.toLowerCase()} wrong. `,
  mistakeSaidClosed: (day) => `You said ${day}: closed for good. `,
  mistakeSaidOther: (day) => `You said ${day} that something is wrong here. `,
  mistakeUnsent: "Not sent yet: as soon as there is a network.",
  mistakeSent: "It has arrived.",

  scanned: (name) => `Do you live in ${name}?`,
  scannedHint: "That is where the poster hangs.",
  scannedNo: "No, choose another",
  scannedOther: (name) => `This poster is of ${name}`,
  scannedOtherHint: (here) => `You are looking at ${here}.`,
  scannedGo: (name) => `See ${name}`,
  scannedStay: (here) => `Stay with ${here}`,
};
