/** The pages of the directory, beside each other: one line a page. Stands first on each of them, inside `<Frame at="directory">`. */
import "./directory.css";

import { useLocation } from "preact-iso";
import { useEffect } from "preact/hooks";

import { directoryWords } from "../../i18n/directory";
import { countEnding, endingCertificates } from "./certificates/certificates";
import { countMistakes, openMistakes } from "./mistakes";
import { countProposals, openProposals } from "./proposals/proposals";

/** In the order of the page; `word` is a key of `sections`. */
const SECTIONS = [
  { path: "/desk/directory", word: "services" },
  { path: "/desk/directory/organizations", word: "organizations" },
  { path: "/desk/directory/locations", word: "locations" },
  { path: "/desk/directory/mistakes", word: "mistakes", count: openMistakes },
  { path: "/desk/directory/proposals", word: "proposals", count: openProposals },
  { path: "/desk/directory/certificates", word: "certificates", count: endingCertificates },
  { path: "/desk/directory/words", word: "words" },
  { path: "/desk/directory/sheets", word: "sheets" },
  { path: "/desk/directory/closures", word: "closures" },
  { path: "/desk/directory/posters", word: "posters" },
] as const;

export function Sections() {
  const w = directoryWords.value.sections;
  const { path } = useLocation();
  useEffect(() => {
    countMistakes();
    countProposals();
    countEnding();
  }, []);
  return (
    <nav class="sections" aria-label={w.label}>
      {SECTIONS.map((section) => (
        <a key={section.path} href={section.path} aria-current={section.path === path ? "page" : undefined}>
          {w[section.word]}
          {"count" in section && section.count.value ? <span class="count">{section.count.value}</span> : null}
        </a>
      ))}
    </nav>
  );
}
