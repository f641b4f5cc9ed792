import type { TFunction } from 'i18next';
import { msToMicros } from '../../base/flavor.ts';
import type { Hindrance, Need, Plain, Why } from '../../explain/why/why.ts';
import { formatNode, formatSeconds, formatSpan } from '../../view/say/format.ts';

type T = TFunction<'why'>;

/** The parts of an answer in the viewer's language. */
export interface WhyWords {
  readonly answer: string;
  /** What the rule says. */
  readonly rule: string;
  readonly needs: readonly string[];
  readonly because: readonly string[];
  /** When it will have changed by itself. */
  readonly byItself: string | undefined;
}

/** Of codes and numbers the sentences of the catalogue; a test holds that every code has its words and all their numbers. */
export function whyWords(t: T, why: Why): WhyWords {
  return {
    answer: say(t, `answer.${why.answer}`, why.numbers),
    rule: say(t, `rule.${why.rule}`, {}),
    needs: why.needs.map((need) => needWords(t, need)),
    because: why.because.map((each) => hindranceWords(t, each)),
    byItself: why.byItselfAtMs === undefined ? undefined : t('byItself', { at: secondsOf(why.byItselfAtMs) }),
  };
}

/** The whole answer as one text. */
export function whyText(t: T, why: Why): string {
  const { answer, rule, needs, because, byItself } = whyWords(t, why);
  return [
    answer,
    because.length === 0 ? undefined : t('because', { all: because.join(t('join')) }),
    t('ruleIs', { rule: why.rule, section: why.section, says: rule }),
    ...needs,
    byItself,
  ]
    .filter((each) => each !== undefined)
    .join(' ');
}

function needWords(t: T, need: Need): string {
  return say(t, `need.${need.code}`, need.numbers);
}

function hindranceWords(t: T, { code, node, numbers }: Hindrance): string {
  return say(t, `hindrance.${code}`, { ...numbers, node });
}

/** Keys are made of codes. */
function say(t: T, key: string, numbers: object): string {
  const values = numbersInWords(t, numbers);
  const { nodes } = numbers as { readonly nodes?: readonly number[] };
  // Where there are none of them, the sentence is another one, if the catalogue has one (`code_nobody`).
  const context = nodes?.length === 0 ? 'nobody' : undefined;
  return (t as (key: string, values: object) => string)(key, { ...values, context });
}

/** The numbers of a code as the placeholders of a sentence, each by what its name says it is. */
export function numbersInWords(t: T, numbers: object): Readonly<Record<string, string | number>> {
  return Object.fromEntries(
    Object.entries(numbers as Record<string, Plain | undefined>).map(([name, value]) => [
      name,
      valueWords(t, name, value),
    ]),
  );
}

/** Names of numbers that are nodes. */
const NODES: ReadonlySet<string> = new Set([
  'node',
  'voter',
  'candidate',
  'leader',
  'lead',
  'vote',
  'from',
  'to',
  'peer',
  'target',
]);

/** A number by what its name says it is: a node, an instant, a span of time, a position of a log. */
function valueWords(t: T, name: string, value: Plain | undefined): string | number {
  if (value === undefined) return '–';
  if (typeof value === 'number') {
    if (NODES.has(name)) return value === 0 ? t('nobody') : formatNode(value);
    if (name.endsWith('AtMs')) return secondsOf(value);
    return name.endsWith('Ms') ? formatSpan(msToMicros(value)) : value;
  }
  if (isList(value)) return value.length === 0 ? t('nobody') : value.map(formatNode).join(' ');
  if (typeof value === 'object')
    return value.index === 0 ? t('emptyLog') : `${value.index}@${String(value.term)}`;
  if (name === 'half' && (value === 'incoming' || value === 'outgoing')) return t(`half.${value}`);
  return String(value);
}

function isList(value: Plain): value is readonly number[] {
  return Array.isArray(value);
}

function secondsOf(ms: number): string {
  return formatSeconds(msToMicros(ms));
}
