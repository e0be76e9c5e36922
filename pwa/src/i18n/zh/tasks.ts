/** Words of the managers' tasks. */
const before = (when: string) => (/\d$/.test(when) ? `${when} 前` : `${when}前`);
const at = (when: string) => (/\d$/.test(when) ? `${when} ` : when);
const on = (when: string) => (/^\d/.test(when) ? ` ${when}` : when);

export const zh = {
  title: "不满意件",
  lead: "居民评了“不太满意”“很不满意”，或者说没办好的，由上一级负责人看一看，写明怎么处理。一个工作日内办结。",
  shows: "看哪些",
  show: { open: "待处理", closed: "已处理" },
  kind: { bad_rating: "评价低", not_solved: "说没办好" },
  rating: { 5: "很满意", 4: "比较满意", 3: "一般", 2: "不太满意", 1: "很不满意" } as Record<number, string>,
  reasons: { slow: "太慢", not_fixed: "没办好", manner: "态度不好", unclear: "没说清楚", other: "别的" } as Record<string, string>,
  said: (words: string) => `居民说：${words}`,
  made: (when: string) => `${at(when)}提出`,
  due: (when: string) => `${before(when)}处理`,
  overdue: (when: string) => `超时，应在${on(before(when))}处理`,
  closedBy: (name: string, when: string) => `${name} ${at(when)}处理`,
  openRequest: (number: string) => `工单 ${number}`,
  handle: "写明怎么处理",
  note: "怎么处理的",
  noteHint: "比如：已回访，约好周五重修；或者为什么没法办，怎么跟居民说的。",
  noteMissing: "请写明怎么处理的，才能办结。",
  close: "办结",
  closed: "已办结",
  counts: (open: number, overdue: number) => (overdue ? `${open} 件待处理，其中 ${overdue} 件超时` : `${open} 件待处理`),
  empty: { open: "没有待处理的", closed: "还没有处理过的" },
  emptyHint: { open: "有居民不满意时，会出现在这里。", closed: "办结的会留在这里。" },
  notManager: "这一页只给负责人看。",
  failed: "没有连上，内容没有更新。",
  retry: "再试一次",
  more: "再看一些",
};
