/** Who is responsible for what: the rules in their order, a try-out beside them, and a form for managers. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import { Banner } from "../../components/Banner";
import { Sheet } from "../../components/Sheet";
import { SkeletonRows } from "../../components/Skeleton";
import { newId } from "../../data/ids";
import { me } from "../../data/session";
import { rulesWords } from "../../i18n/rules";
import { Frame } from "../Frame";
import { useForm } from "../useForm";
import { readRules, removeRule, type Rule, type RulePage, saveRule, type WriteRule } from "./data";
import { RuleCard } from "./RuleCard";
import { RuleForm } from "./RuleForm";
import { Sections } from "./Sections";
import { Try } from "./Try";

type Open = { id: string; rule: Rule | null; wish: WriteRule };

export default function Rules() {
  const w = rulesWords.value;
  const page = useSignal<RulePage | null>(null);
  const trouble = useSignal(false);
  const open = useSignal<Open | null>(null);

  async function load(): Promise<void> {
    try {
      page.value = await readRules();
      trouble.value = false;
    } catch {
      trouble.value = true;
    }
  }
  const form = useForm(w, async () => {
    await load();
    open.value = null;
  });
  useEffect(() => {
    if (me.value?.kind === "staff") void load();
  }, []);

  const scopes = page.value?.scopes ?? [];
  const own = me.value?.rights.find(({ division }) => division)?.division ?? "";
  const begin = (rule: Rule | null): void => {
    form.errors.value = new Map();
    open.value = rule ? { id: rule.id, rule, wish: wishOf(rule, scopes) } : { id: newId(), rule: null, wish: { version: 0, scope: scopes[0] ?? own, categories: [], level: "community", zh: "", en: "", estate: false, organization: null, position: 0 } };
  };
  const done = async (work: () => Promise<unknown>, said: string): Promise<void> => {
    if (!(await form.doing(work, said))) return;
    open.value = null;
    await load();
  };
  const now = open.value;
  return (
    <Frame title={w.sections.rules} at="rules">
      <div class="desk__head">
        <h1>{w.label}</h1>
        <span class="grow" />
        {scopes.length > 0 && <button type="button" class="btn btn--small" onClick={() => begin(null)}>{w.add}</button>}
      </div>
      <Sections />
      {trouble.value && <Banner kind="bad" action={<button type="button" class="textbtn" onClick={() => void load()}>{w.retry}</button>}>{w.failed}</Banner>}
      {!page.value && !trouble.value && <SkeletonRows rows={5} />}
      {page.value && (
        <div class="whose">
          <section class="stack" aria-labelledby="rules-in-force">
            <h2 id="rules-in-force">{w.inForce}</h2>
            <p class="small muted">{scopes.length ? w.order : w.readOnly}</p>
            {page.value.items.map((rule) => <RuleCard key={rule.id} rule={rule} onEdit={rule.may_edit ? () => begin(rule) : null} />)}
          </section>
          <Try place={own} />
        </div>
      )}
      <Sheet open={now !== null} onClose={() => (open.value = null)} title={now?.rule ? w.editTitle : w.addTitle}>
        {now && (
          <RuleForm
            wish={now.wish}
            errors={form.errors.value}
            isBusy={form.isBusy.value}
            remove={now.rule?.version ? (now.rule.is_shipped ? w.restore : w.remove) : ""}
            onChange={(part) => (open.value = { ...now, wish: { ...now.wish, ...part } })}
            onSave={() => void done(() => saveRule(now.id, now.wish), w.saved)}
            onRemove={() => now.rule && void done(() => removeRule(now.rule as Rule), w.removed)}
          />
        )}
      </Sheet>
    </Frame>
  );
}

/** What a rule says, as it is written; one that holds everywhere is written for the manager's own city. */
function wishOf(rule: Rule, scopes: readonly string[]): WriteRule {
  const { version, categories, level, zh, en, estate, organization, position } = rule;
  return { version, scope: rule.scope || (scopes[0] ?? ""), categories: [...categories], level, zh, en, estate, organization, position };
}
