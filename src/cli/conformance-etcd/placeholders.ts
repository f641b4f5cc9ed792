import { isObject, type Json } from './transcript-file.ts';

const PLACEHOLDER = /<b64:((?:[^<>]|<[^<>]*>)*)>|<([A-Za-z0-9_ ]+)(?::(hex|dec))?>/;
/** Ids, terms and tokens are numbered, and keep the value they are first seen with; others may stand for anything. */
const LASTING = /\d$|^CLUSTER$/;

/** What placeholders stand for: bound at their first appearance, or given beforehand; later ones have to agree. */
export class Bindings {
  readonly #values = new Map<string, string>();

  /** `ids`: by placeholder (`<CLUSTER>`), hexadecimal. */
  constructor(ids: Readonly<Record<string, string>>) {
    for (const [placeholder, hex] of Object.entries(ids)) {
      this.#values.set(placeholder.replace(/^<|>$/g, ''), BigInt(`0x${hex}`).toString());
    }
  }

  /** From now on the placeholder stands for this. */
  bind(name: string, value: string): void {
    this.#values.set(name, value);
  }

  /** What it stands for, as far as that is known: an id as a decimal number. */
  valueOf(name: string): string | undefined {
    return this.#values.get(name);
  }

  /** The text with what the placeholders stand for. Those not bound stay. */
  fill(text: string): string {
    return replaceAll(text, (inner, name, form) => {
      if (inner !== undefined) {
        const filled = this.fill(inner);
        return PLACEHOLDER.test(filled) ? undefined : Buffer.from(filled, 'utf8').toString('base64');
      }
      const value = this.#values.get(name);
      return value === undefined ? undefined : show(value, form);
    });
  }

  fillJson(value: Json): Json {
    if (typeof value === 'string') return this.fill(value);
    if (Array.isArray(value)) return (value as readonly Json[]).map((item) => this.fillJson(item));
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.fillJson(item)]));
  }

  /** Whether the text is one that the pattern describes; binds what is new in it. */
  matches(pattern: string, actual: string): boolean {
    if (!pattern.includes('<')) return pattern === actual;
    const names: { name: string; form: string | undefined; inner: string | undefined }[] = [];
    let source = '';
    for (let rest = pattern; ;) {
      const found = PLACEHOLDER.exec(rest);
      source += escapeRegExp(found === null ? rest : rest.slice(0, found.index));
      if (found === null) break;
      names.push({ name: found[2] ?? '', form: found[3], inner: found[1] });
      source += found[3] === 'hex' ? '([0-9a-f]+)' : found[3] === 'dec' ? '(-?[0-9]+)' : '(.+?)';
      rest = rest.slice(found.index + found[0].length);
    }
    const groups = new RegExp(`^${source}$`, 's').exec(actual);
    return groups !== null && names.every((name, i) => this.#agrees(name, groups[i + 1] ?? ''));
  }

  #agrees(
    { name, form, inner }: { name: string; form: string | undefined; inner: string | undefined },
    text: string,
  ): boolean {
    if (inner !== undefined) return this.matches(inner, Buffer.from(text, 'base64').toString('utf8'));
    if (!LASTING.test(name)) return true;
    const value = form === undefined ? text : canonical(text, form);
    const bound = this.#values.get(name);
    if (bound === undefined) this.#values.set(name, value);
    return bound === undefined || bound === value;
  }
}

/** A 64-bit id, whichever way it was printed, as an unsigned decimal number. */
function canonical(text: string, form: string): string {
  return BigInt.asUintN(64, BigInt(form === 'hex' ? `0x${text}` : text)).toString();
}

function show(value: string, form: string | undefined): string {
  return form === 'hex' ? BigInt(value).toString(16) : value;
}

function replaceAll(
  text: string,
  valueOf: (inner: string | undefined, name: string, form: string | undefined) => string | undefined,
): string {
  let filled = '';
  let rest = text;
  for (let found = PLACEHOLDER.exec(rest); found !== null; found = PLACEHOLDER.exec(rest)) {
    filled += rest.slice(0, found.index) + (valueOf(found[1], found[2] ?? '', found[3]) ?? found[0]);
    rest = rest.slice(found.index + found[0].length);
  }
  return filled + rest;
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
