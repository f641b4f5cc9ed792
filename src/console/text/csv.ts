import { encodeUtf8 } from '../../base/utf8.ts';

/**
 * One record of Go's encoding/csv, as pflag reads lists: fields with commas between them, a field in double quotes may hold
 * commas, and doubled quotes. Throws an Error in the words of Go's csv.ParseError.
 */
export function readCsvRecord(line: string): string[] {
  const fields: string[] = [];
  for (let at = 0; ;) {
    const field = line.charAt(at) === '"' ? readQuoted(line, at) : readBare(line, at);
    fields.push(field.text);
    if (field.end >= line.length) return fields;
    at = field.end + 1;
  }
}

function readBare(line: string, at: number): { text: string; end: number } {
  const comma = line.indexOf(',', at);
  const end = comma < 0 ? line.length : comma;
  const text = line.slice(at, end);
  const quote = text.indexOf('"');
  if (quote >= 0) throw parseError(line, at + quote, 'bare " in non-quoted-field');
  return { text, end };
}

function readQuoted(line: string, at: number): { text: string; end: number } {
  let text = '';
  for (let from = at + 1; ;) {
    const quote = line.indexOf('"', from);
    if (quote < 0) throw parseError(line, line.length, 'extraneous or missing " in quoted-field');
    text += line.slice(from, quote);
    const next = line.charAt(quote + 1);
    if (next === '' || next === ',') return { text, end: quote + 1 };
    if (next !== '"') throw parseError(line, quote, 'extraneous or missing " in quoted-field');
    text += '"';
    from = quote + 2;
  }
}

function parseError(line: string, at: number, why: string): Error {
  const column = encodeUtf8(line.slice(0, at)).length + 1;
  return new Error(`parse error on line 1, column ${column}: ${why}`);
}
