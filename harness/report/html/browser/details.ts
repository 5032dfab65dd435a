import { type PageData, type PageOp, roleInWords } from './page-data.js';
import { duration, moment } from './view.js';

/** Writes what is known of an op into a definition list; text only, never markup. */
export function showDetails(list: HTMLElement, op: PageOp, data: PageData): void {
  const rows: (readonly [string, string])[] = [
    ['op', op.completion === undefined ? `${op.index}` : `${op.index} to ${op.completion}`],
    ['what', `${op.f} ${op.value}`.trim()],
    ['outcome', outcomeOf(op)],
    ['when', whenOf(op)],
    ['process', op.node === undefined ? op.process : `${op.process}, on ${op.node}`],
  ];
  if (op.result !== '') rows.push(['result', op.result]);
  if (op.error !== undefined) rows.push(['error', op.error]);
  const roles = rolesAt(data, op);
  if (roles !== '') rows.push(['roles', roles]);
  const events = eventsDuring(data, op);
  if (events !== '') rows.push(['events', events]);
  const faults = data.faults
    .filter(({ from_ns, to_ns }) => from_ns <= (op.to_ns ?? op.from_ns) && to_ns >= op.from_ns)
    .map(({ words, effectFrom_ns, effectTo_ns }) => {
      if ((op.to_ns ?? op.from_ns) < effectFrom_ns) return words.before;
      return op.from_ns > effectTo_ns ? words.after : words.during;
    });
  if (faults.length > 0) rows.push(['meanwhile', faults.join('; ')]);
  list.replaceChildren(
    ...rows.flatMap(([term, text]) => [element('dt', term), element('dd', text)]),
  );
}

function outcomeOf(op: PageOp): string {
  if (op.mark === 'lost') return `${op.type}, and lost: it is in no final read`;
  if (op.to_ns === undefined) return 'no answer ever came';
  return op.type === 'info' && op.lane > 0 ? 'info: nobody knows whether it happened' : op.type;
}

function whenOf({ from_ns, to_ns }: PageOp): string {
  return to_ns === undefined
    ? `from ${moment(from_ns)}`
    : `${moment(from_ns)} to ${moment(to_ns)} (${duration(to_ns - from_ns)})`;
}

function rolesAt(data: PageData, op: PageOp): string {
  return data.roles
    .flatMap(({ node, spans }) => {
      const span = spans.find(({ from_ns, to_ns }) => from_ns <= op.from_ns && to_ns >= op.from_ns);
      return span === undefined ? [] : [`${node} ${roleInWords(span)}`];
    })
    .join(', ');
}

const EVENTS_SHOWN = 12;

/** What nodes published while an op was under way. */
function eventsDuring(data: PageData, op: PageOp): string {
  const during = data.roles
    .flatMap(({ node, events }) => events.map((event) => ({ ...event, node })))
    .filter(({ at_ns }) => at_ns >= op.from_ns && at_ns <= (op.to_ns ?? op.from_ns))
    .sort((a, b) => a.at_ns - b.at_ns);
  const shown = during
    .slice(0, EVENTS_SHOWN)
    .map(({ at_ns, node, words }) => `${moment(at_ns)} ${node}: ${words}`);
  return [...shown, ...(during.length > EVENTS_SHOWN ? ['…'] : [])].join('; ');
}

function element(name: 'dt' | 'dd', text: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
