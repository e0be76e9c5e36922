/** The pages of one survey, beside each other. Stands first on each of them, inside `<Frame at="surveys">`. */
import "../directory/directory.css";
import "./waves.css";

import { useLocation } from "preact-iso";

import { Icon } from "../../components/Icon";
import { wavesWords } from "../../i18n/waves";

const PAGES = [
  { path: "", word: "overview" },
  { path: "/questions", word: "questions" },
  { path: "/letters", word: "letters" },
  { path: "/results", word: "results" },
] as const;

export function Tabs({ wave }: { wave: string }) {
  const w = wavesWords.value;
  const { path } = useLocation();
  const own = `/desk/surveys/${wave}`;
  const isHere = (page: string): boolean => (page ? path === own + page : ![...PAGES].some((other) => other.path && path === own + other.path));
  return (
    <nav class="sections" aria-label={w.tabs.label}>
      <a href="/desk/surveys"><Icon name="caret-left" size="s" />{w.back}</a>
      {PAGES.map((page) => (
        <a key={page.path} href={own + page.path} aria-current={isHere(page.path) ? "page" : undefined}>{w.tabs[page.word]}</a>
      ))}
    </nav>
  );
}
