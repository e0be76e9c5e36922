/** Words that mean danger to life. They only ever open a panel with numbers to call: one tap closes it, nothing is held back. */

export type Danger = "gas" | "fire" | "hurt" | "violence" | "despair";

/** What is said of things and of fears, not of what happens now. Taken out before we look. */
const HARMLESS = [
  /(火灾|安全|消防)隐患|(火灾|消防)(演[习练]|逃生)|灭火器?|防火/g,
  /(容易|差点|险些|以免|免得|防止|避免|小心)[^，。！？,.!?]{0,8}?(着火|起火|失火|受伤|触电|爆炸|中毒|晕倒|流血|出血|打架)/g,
  /(怕|担心)[^，。！？,.!?]{0,6}(摔|绊|滑)[^，。！？,.!?]{0,4}(受伤|骨折)/g,
  /没(有)?(人|谁)?(着火|起火|失火|冒烟|受伤|被困|流血|出血|打架|煤气味|燃气味)/g,
  /落水[管口斗]|(菜|剪|磨)刀|烟花爆竹/g,
  /\b(fire (drill|door|exit|extinguisher|escape|hazard|alarm test)|fireplace|gas (stove|bill|meter|cooker|heater))\b/g,
  /\b(no|not|without|nobody|afraid of|in case of|might|could)\b[^,.!?]{0,24}\b(fire|injur\w+|hurt|bleeding|fighting|trapped|gas leak)\b/g,
  /\bknife sharpen\w*|\bsharpen\w* (my |our |the )?kni(fe|ves)\b/g,
];

const DANGER: readonly [Danger, RegExp][] = [
  ["gas", /(煤气|燃气|天然气|瓦斯)(的)?(臭?味|泄|漏|中毒)|(漏|闻到|有股)(煤|燃|天然)气|一氧化碳/],
  ["gas", /\b(smell\w*( of| like)? gas|gas smell|gas( is|'s)? leak\w*|leaking gas|carbon monoxide)\b/],
  ["fire", /着火|起火|失火|火灾|着了火|烧起来|冒(浓|黑)?烟|冒火|爆炸|触电|电到人/],
  ["fire", /\b(on fire|caught fire|there('s| is) (a )?fire|house fire|smoke (is )?coming|explo(ded|sion)|electrocut\w+|electric shock)\b/],
  ["hurt", /受伤|流血|出血|昏[倒迷过]|晕(倒|过去)|叫不醒|没(有)?呼吸|不喘气|喘不(上|过)气|呼吸困难|抽搐|胸[口部]?(痛|疼)|心脏病(犯|发)|中风/],
  ["hurt", /中毒|溺水|落水|骨折|(烫|烧|砸|摔|压)伤|摔[^，。！？]{0,8}(起不来|不能动)|被困|困在|电梯[^。！？]{0,12}里(面)?(还)?有人/],
  ["hurt", /\b(injured|bleeding|unconscious|not breathing|can('?t|not) breathe|seizure|convulsi\w+|heart attack|chest pain|stroke|passed out|fainted|collapsed)\b/],
  ["hurt", /\b(poison(ed|ing)|drown\w*|overdose\w*|trapped|stuck (in|inside) (the |a )?(lift|elevator)|can('?t|not) get up)\b/],
  ["violence", /打架|打人|(挨|被)[^，。！？]{0,3}打(?![扫理开印包断湿扰折破通掉])|家暴|(拿|持)(着)?刀|砍(人|伤|死|我|他|她)|杀(人|了)|要杀|抢劫|性侵|强奸|威胁(我|要|说)|(打|揍)(老婆|孩子|老人)/],
  ["violence", /\b(fighting|beat(s|en|ing)? (me|her|him|up)|being beaten|attacked|knife|gun|robbe(d|ry)|raped?|domestic violence|threaten\w* to kill)\b/],
  ["despair", /不想活|活不下去|活着没意思|想死|自杀|轻生|跳楼|割腕|结束生命|自残|自我了断/],
  ["despair", /\b(kill(ing)? myself|suicid\w+|want to die|end(ing)? my life|self-?harm|hurt(ing)? myself|no reason to live)\b/],
];

/** The dangers that these words name, each once, the most pressing first; none for everyday words. */
export function dangersIn(words: string): Danger[] {
  const said = HARMLESS.reduce((text, harmless) => text.replace(harmless, " "), words.normalize("NFKC").toLowerCase());
  return [...new Set(DANGER.filter(([, sign]) => sign.test(said)).map(([danger]) => danger))];
}
