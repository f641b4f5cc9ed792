/** The command that the cursor stands in, as far as it is typed: its words, and the one that is being typed. */
export interface LineWords {
  /** Whole words before the cursor's, without quotes: the command's name is the first. Assignments before it are in `env`. */
  readonly words: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  /** Where the word begins that the cursor is in, and what of it is typed, without quotes. */
  readonly from: number;
  readonly typed: string;
  /** The quote that is open at the cursor; '': none. */
  readonly quote: '' | "'" | '"';
  /** The word is the name of a file: it stands after `<`, `>` or `>>`. */
  readonly isFile: boolean;
}

/** Words after which a command begins. */
const BEFORE_COMMAND = new Set(['do', 'then', 'else', 'elif', 'if', 'while', 'until', 'time', '!', '{']);
const ASSIGNMENT = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s;
const SEPARATOR = new Set([';', '|', '&', '\n', '(', ')', '`']);

/** Reads a line up to the cursor, whatever is still missing in it: never throws, for somebody is typing. */
export function lineWords(text: string, cursor: number): LineWords {
  let words: string[] = [];
  let env = new Map<string, string>();
  let word: string | undefined;
  let from = 0;
  let quote: LineWords['quote'] = '';
  let isFile = false;
  const end = (): void => {
    if (word === undefined) return;
    const assigned = words.length === 0 ? ASSIGNMENT.exec(word) : null;
    if (isFile) isFile = false;
    else if (assigned !== null) env.set(assigned[1] ?? '', assigned[2] ?? '');
    else if (words.length > 0 || !BEFORE_COMMAND.has(word)) words.push(word);
    word = undefined;
  };
  const begin = (at: number): void => {
    if (word === undefined) {
      word = '';
      from = at;
    }
  };
  const command = (): void => {
    end();
    words = [];
    env = new Map();
    isFile = false;
  };
  for (let i = 0; i < cursor; i++) {
    const character = text[i] ?? '';
    if (quote !== '') {
      if (character === quote) quote = '';
      else if (character === '\\' && quote === '"' && i + 1 < cursor) word = (word ?? '') + (text[++i] ?? '');
      else if (quote === '"' && character === '$' && text[i + 1] === '(') {
        quote = '';
        command();
        i++;
      } else word = (word ?? '') + character;
    } else if (character === "'" || character === '"') {
      begin(i);
      quote = character;
    } else if (character === '\\') {
      begin(i);
      word = (word ?? '') + (i + 1 < cursor ? (text[++i] ?? '') : '');
    } else if (character === ' ' || character === '\t') end();
    else if (character === '$' && text[i + 1] === '(') {
      command();
      i++;
    } else if (SEPARATOR.has(character)) command();
    else if (character === '<' || character === '>') {
      // `2>` names no command.
      if (word !== undefined && /^\d$/.test(word)) word = undefined;
      end();
      isFile = true;
    } else {
      begin(i);
      word = (word ?? '') + character;
    }
  }
  return { words, env, from: word === undefined ? cursor : from, typed: word ?? '', quote, isFile };
}
