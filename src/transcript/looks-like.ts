/** Commands of the interaction environment that a transcript may begin with. */
const BEGINNINGS = new Set(['add-nodes', 'log-level', 'set-randomized-election-timeout', '_breakpoint']);

/**
 * Whether a text is meant as a transcript of the interaction environment: its first line that is no comment is one of its
 * commands, and a line of four dashes follows. Whether it can be read is another question.
 */
export function looksLikeTranscript(text: string): boolean {
  const first = text
    .split(/\r?\n/, 1000)
    .find((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
  const command = first?.trim().split(/\s/, 1)[0] ?? '';
  return BEGINNINGS.has(command) && /^----\s*$/m.test(text);
}
