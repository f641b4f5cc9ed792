/**
 * What Mermaid's sequence diagrams let a line be, as far as this form uses it: the published grammar
 * (mermaid 11.17.2, packages/mermaid/src/diagrams/sequence/parser/sequenceDiagram.jison), and what was seen of it in Chromium: a bare
 * `#` silences the rest of a text, `;` ends its line, `%%` begins a comment. The parser itself reads the same texts in
 * test/browser/export.long.ts.
 */
export function faultsOfMermaid(text: string): string[] {
  const lines = text.split('\n');
  const faults: string[] = [];
  if (lines[0] !== 'sequenceDiagram') faults.push('the first line is not sequenceDiagram');
  if (text.length > 50_000) faults.push('longer than maxTextSize');
  for (const line of lines.slice(1)) {
    if (line === '') continue;
    const [, words] =
      /^ {2}(?:title|participant|Note over n\d+(?:,n\d+)?:|n\d+(?:->>|-x|-\))n\d+:) (.+)$/.exec(line) ?? [];
    if (words === undefined) faults.push(`no line of a sequence diagram: ${line}`);
    else if (/[;<>\\]|%%|^wrap:/.test(words.replaceAll(/#\d+;/g, '')) || /#(?!\d+;)/.test(words))
      faults.push(`a mark that Mermaid reads in a text: ${line}`);
  }
  return faults;
}
