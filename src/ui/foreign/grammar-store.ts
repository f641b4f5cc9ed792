import * as v from 'valibot';
import { create } from 'zustand';
import { grammarPresets } from '../../foreign/grammar/presets.ts';

/** A grammar that somebody has written, as its text. */
export interface KeptGrammar {
  readonly name: string;
  readonly text: string;
}

const KEY = 'quorumscope.grammars';
const NAME_MAX = 60;
const TEXT_MAX = 20_000;
const COUNT_MAX = 50;

const keptSchema = v.strictObject({
  version: v.literal(1),
  grammars: v.pipe(
    v.array(
      v.strictObject({
        name: v.pipe(v.string(), v.minLength(1), v.maxLength(NAME_MAX)),
        text: v.pipe(v.string(), v.maxLength(TEXT_MAX)),
      }),
    ),
    v.maxLength(COUNT_MAX),
  ),
});

/** What the browser keeps; `readable` false: what it has is of another version or damaged, and is left as it is until something is kept. */
export const useGrammars = create<{
  readonly grammars: readonly KeptGrammar[];
  readonly isReadable: boolean;
}>(() => readKept());

function readKept(): { grammars: readonly KeptGrammar[]; isReadable: boolean } {
  try {
    const text = localStorage.getItem(KEY);
    if (text === null) return { grammars: [], isReadable: true };
    return { grammars: v.parse(keptSchema, JSON.parse(text)).grammars, isReadable: true };
  } catch {
    return { grammars: [], isReadable: false };
  }
}

/** Under this name from now on. Throws where the browser keeps nothing. */
export function keepGrammar(name: string, text: string): void {
  const { grammars } = useGrammars.getState();
  const own = { name: name.trim().slice(0, NAME_MAX) || '1', text };
  keep([own, ...grammars.filter((each) => each.name !== own.name)].slice(0, COUNT_MAX));
}

export function forgetGrammar(name: string): void {
  keep(useGrammars.getState().grammars.filter((each) => each.name !== name));
}

function keep(grammars: readonly KeptGrammar[]): void {
  localStorage.setItem(KEY, JSON.stringify({ version: 1, grammars }));
  useGrammars.setState({ grammars, isReadable: true });
}

/** One's own come first. */
export function grammarTexts(): readonly string[] {
  const { grammars } = useGrammars.getState();
  return [...grammars.map(({ text }) => text), ...grammarPresets.map(({ text }) => text)];
}
