/** The pages that say who must act, beside each other. Stands first on each of them, inside `<Frame at="rules">`. */
import "../directory/directory.css";
import "../../screens/help/form.css";
import "./rules.css";

import { useLocation } from "preact-iso";

import { rulesWords } from "../../i18n/rules";

const SECTIONS = [
  { path: "/desk/rules", word: "rules" },
  { path: "/desk/estates", word: "estates" },
  { path: "/desk/roster", word: "roster" },
] as const;

export function Sections() {
  const w = rulesWords.value;
  const { path } = useLocation();
  return (
    <nav class="sections" aria-label={w.label}>
      {SECTIONS.map((section) => (
        <a key={section.path} href={section.path} aria-current={section.path === path ? "page" : undefined}>{w.sections[section.word]}</a>
      ))}
    </nav>
  );
}
