/** What residents say: words that found nothing, each one tap away from the category that is meant; and the words of each. */
import "../../screens/help/form.css";
import "./words.css";

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Banner } from "../../components/Banner";
import { Empty } from "../../components/Empty";
import { SkeletonRows } from "../../components/Skeleton";
import { say } from "../../components/Toast";
import { Refused } from "../../data/api";
import { me } from "../../data/session";
import { directoryWords } from "../../i18n/directory";
import { Frame } from "../Frame";
import { KindSheet } from "./KindSheet";
import { QueryList } from "./QueryList";
import { Sections } from "./Sections";
import { TermWordsCard } from "./TermWordsCard";
import { addWord, languageOf, type Query, readWords, removeWord, type WordsPage } from "./words";

export default function Words() {
  const { words: w, edit, sections } = directoryWords.value;
  const page = useSignal<WordsPage | null>(null);
  const queries = useSignal<readonly Query[]>([]);
  const meant = useSignal(""); // the words whose category is asked for
  const trouble = useSignal("");

  async function load(): Promise<void> {
    try {
      const read = await readWords();
      page.value = read.page;
      queries.value = read.queries;
      trouble.value = "";
    } catch (error) {
      trouble.value = edit.failed;
      if (error instanceof Refused && error.status === 401) me.value = null;
    }
  }
  useEffect(() => {
    if (me.value?.kind === "staff") void load();
  }, []);

  async function change(act: () => Promise<unknown>, said: string): Promise<boolean> {
    try {
      await act();
      say(said);
      return true;
    } catch (error) {
      say(error instanceof Refused ? (error.about("word") ?? error.message) : edit.failed);
      return false;
    } finally {
      await load();
    }
  }
  const add = (term: string, word: string): Promise<boolean> => change(() => addWord(term, word, languageOf(word)), w.added(word));

  return (
    <Frame title={sections.words} at="directory">
      <div class="desk__head">
        <h1>{sections.label}</h1>
      </div>
      <Sections />
      {trouble.value && <Banner kind="bad" action={<button type="button" class="textbtn" onClick={() => void load()}>{edit.retry}</button>}>{trouble.value}</Banner>}
      {!page.value && !trouble.value && <SkeletonRows rows={5} />}
      {page.value && (
        <div class="everyday">
          <section class="stack" aria-labelledby="words-vain">
            <h2 id="words-vain">{w.vain}</h2>
            <p class="small muted">{w.vainHint}</p>
            {queries.value.length === 0 && <Empty art="row" title={w.nothingVain}>{w.nothingVainHint}</Empty>}
            <QueryList queries={queries.value} onMean={page.value.may_edit ? (query) => (meant.value = query) : null} />
          </section>
          <section class="stack" aria-labelledby="words-terms">
            <h2 id="words-terms">{w.terms}</h2>
            <p class="small muted">{page.value.may_edit ? w.termsHint : w.readOnly}</p>
            {page.value.items.map((term) => (
              <TermWordsCard
                key={term.term}
                words={term}
                mayEdit={page.value?.may_edit ?? false}
                onAdd={(word) => add(term.term, word)}
                onRemove={(id, word) => void change(() => removeWord(id), w.removed(word))}
              />
            ))}
          </section>
        </div>
      )}
      <KindSheet
        title={w.means(meant.value)}
        open={meant.value !== ""}
        onClose={() => (meant.value = "")}
        onChoose={(term) => {
          void add(term, meant.value);
          meant.value = "";
        }}
      />
    </Frame>
  );
}
