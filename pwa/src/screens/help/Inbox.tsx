/** What is new? What happened since its resident last looked, each a line that leads there. */
import { Icon } from "../../components/Icon";
import { news } from "../../data/mine";
import { moment } from "../../i18n/dates";
import { helpWords } from "../../i18n/help";
import { sentence } from "./say";

export function Inbox() {
  const w = helpWords.value;
  if (news.value.length === 0) return null;
  return (
    <section class="stack" aria-labelledby="inbox-title">
      <div class="section-head">
        <h2 id="inbox-title">{w.newsTitle}</h2>
        <span class="small muted">{w.count(news.value.length)}</span>
      </div>
      <ul class="card card--flush rows">
        {news.value.map(({ request, step }) => (
          <li key={request.id}>
            <a class="row" href={`/help/r/${request.id}`}>
              <Icon name="bell-ringing" weight="fill" />
              <span class="row__body">
                <span class="row__title">{sentence(step)}</span>
                <span class="row__sub clip2">{request.description}</span>
              </span>
              <time class="tiny faint num" dateTime={step.at}>{moment(step.at)}</time>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
