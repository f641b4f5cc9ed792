import { ForeignError, type ForeignProblem } from '../foreign-error.ts';
import { roles } from '../history.ts';
import { linesOf } from '../source.ts';
import { phases, type LineGrammar, type Part, type Pattern, type Rule } from './grammar.ts';

/** A grammar is written by hand: one that is longer is something else. */
const CHARACTERS_MAX = 20_000;

/**
 * A grammar from its text, a statement a line:
 *
 *     # whatever stands behind a # at the beginning of a line
 *     unit: 100us
 *     line: {time} {type} S{node} {text}
 *     role leader: becomes leader in term {term}
 *     send: sends {type} {id} to S{to}
 *     receive: got {type} {id} from S{from}
 *     invoke write: {client} puts {key} = {value}
 *     ok write: {client} has put {key}
 *
 * `{{` and `}}` are braces. Throws ForeignError with line and column, under the name `file`.
 */
export function parseGrammar(text: string, file = 'grammar'): LineGrammar {
  if (text.length > CHARACTERS_MAX)
    throw new ForeignError('grammarTooLong', { file, line: 1 }, { most: CHARACTERS_MAX });
  const lines: Pattern[] = [];
  const rules: Rule[] = [];
  let unitNanos = UNIT_USUAL;
  for (const line of linesOf(text)) {
    if (line.text.trim() === '' || line.text.trimStart().startsWith('#')) continue;
    const statement = new Statement(file, line.number, line.text);
    if (statement.name === 'unit') unitNanos = statement.unit();
    else if (statement.name === 'line') lines.push(statement.pattern());
    else rules.push(statement.rule());
  }
  if (lines.length === 0) throw new ForeignError('grammarNoLine', { file, line: 1 });
  return { unitNanos, lines, rules };
}

/** Plain numbers are milliseconds unless `unit` says something else. */
export const UNIT_USUAL = 1_000_000;

const UNITS = { ns: 1, us: 1000, ms: 1_000_000, s: 1_000_000_000 } as const;

const KNOWN = 'unit, line, role, send, receive, invoke, ok, fail, info';

/** `name word: rest` on one line. */
class Statement {
  readonly name: string;
  readonly #word: string;
  readonly #file: string;
  readonly #line: number;
  readonly #text: string;
  /** Where what follows the colon begins. */
  readonly #from: number;

  constructor(file: string, line: number, text: string) {
    this.#file = file;
    this.#line = line;
    this.#text = text;
    const found = /^\s*([a-z]+)(?:[ \t]+([\w-]+))?[ \t]*:[ \t]*/.exec(text);
    if (found === null)
      throw this.#error('grammarStatement', 0, { found: text.trim().slice(0, 40), known: KNOWN });
    const [whole, name = '', word = ''] = found;
    this.name = name;
    this.#word = word;
    this.#from = whole.length;
  }

  unit(): number {
    const found = /^(\d{1,9})?[ \t]*(ns|us|ms|s)[ \t]*$/.exec(this.#text.slice(this.#from));
    const unit = found?.[2];
    const count = Number(found?.[1] ?? 1);
    if (unit !== 'ns' && unit !== 'us' && unit !== 'ms' && unit !== 's')
      throw this.#error('grammarStatement', this.#from, {
        found: this.#text.slice(this.#from, this.#from + 20),
        known: 's, ms, us, ns, 100us',
      });
    if (count === 0) throw this.#error('grammarStatement', this.#from, { found: '0', known: '1ms' });
    return count * UNITS[unit];
  }

  rule(): Rule {
    const { name } = this;
    const pattern = this.pattern();
    if (name === 'role') {
      const role = roles.find((each) => each === this.#word);
      if (role === undefined)
        throw this.#error('grammarStatement', this.#text.indexOf(':'), {
          found: `role ${this.#word}`,
          known: roles.join(', '),
        });
      return { type: 'role', role, pattern };
    }
    if (name === 'send' || name === 'receive') {
      this.#mustHave(pattern, name === 'send' ? 'to' : 'from');
      return { type: name, pattern };
    }
    const phase = phases.find((each) => each === name);
    if (phase === undefined) throw this.#error('grammarStatement', 0, { found: name, known: KNOWN });
    if (this.#word === '')
      throw this.#error('grammarStatement', this.#text.indexOf(':'), {
        found: name,
        known: `${name} read, ${name} write`,
      });
    if (phase === 'invoke' && (this.#word === 'write' || this.#word === 'cas'))
      this.#mustHave(pattern, 'value');
    if (phase === 'invoke' && this.#word === 'cas') this.#mustHave(pattern, 'expected');
    return { type: 'operation', phase, name: this.#word, pattern };
  }

  #mustHave({ parts }: Pattern, field: string): void {
    if (!parts.some((part) => part.type === 'field' && part.name === field))
      throw this.#error('grammarNeeds', this.#from, {
        statement: `${this.name} ${this.#word}`.trim(),
        field: `{${field}}`,
      });
  }

  /** What stands behind the colon. */
  pattern(): Pattern {
    const text = this.#text.trimEnd();
    const parts: Part[] = [];
    const names = new Set<string>();
    const addText = (found: string): void => {
      const last = parts.at(-1);
      if (last?.type === 'text') parts[parts.length - 1] = { type: 'text', text: last.text + found };
      else parts.push({ type: 'text', text: found });
    };
    for (let at = this.#from; at < text.length;) {
      const character = text[at] ?? '';
      if (/\s/.test(character)) {
        if (parts.at(-1)?.type !== 'space') parts.push({ type: 'space' });
        at++;
      } else if (text.startsWith('{{', at) || text.startsWith('}}', at)) {
        addText(character);
        at += 2;
      } else if (character === '{') {
        const end = text.indexOf('}', at);
        if (end === -1) throw this.#error('grammarUnclosed', at);
        this.#takeField(parts, names, at, text.slice(at + 1, end));
        at = end + 1;
      } else {
        addText(character);
        at++;
      }
    }
    if (parts.length === 0) throw this.#error('grammarEmpty', this.#from, { statement: this.name });
    return { parts };
  }

  #takeField(parts: Part[], names: Set<string>, at: number, name: string): void {
    if (!/^[\w-]+$/.test(name)) throw this.#error('grammarField', at, { found: name });
    if (name !== '_' && names.has(name)) throw this.#error('grammarFieldTwice', at, { field: `{${name}}` });
    names.add(name);
    const before = parts.at(-1);
    // An instant ends by itself: anything may follow it at once.
    if (before?.type === 'field' && before.name !== 'time')
      throw this.#error('grammarTouching', at, { field: `{${name}}`, before: `{${before.name}}` });
    parts.push({ type: 'field', name });
  }

  #error(
    problem: ForeignProblem,
    at: number,
    values: Readonly<Record<string, string | number>> = {},
  ): ForeignError {
    return new ForeignError(problem, { file: this.#file, line: this.#line, column: at + 1 }, values);
  }
}
