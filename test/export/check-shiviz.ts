/**
 * Reads a log as ShiViz does (DistributedClocks/shiviz, js/logParser: the expression is matched again and again over the
 * whole log, its groups `event`, `host` and `clock` are an event each) and holds it to ShiViz's rules for vector clocks
 * (js/model: VectorTimestamp and Graph): a host's own entry is there, begins with 1 and rises by one; an entry of another
 * host is one that this host has reached.
 */
export function readShiviz(text: string): { readonly events: number; readonly faults: readonly string[] } {
  const [expression = '', delimiter, ...log] = text.split('\n');
  const faults: string[] = [];
  if (delimiter !== '') faults.push('the second line, the delimiter, is not empty');
  const own = new Map<string, number>();
  const said: { readonly host: string; readonly clock: Readonly<Record<string, number>> }[] = [];
  let end = 0;
  const body = log.join('\n');
  for (const match of body.matchAll(new RegExp(expression, 'gm'))) {
    const { event = '', host = '', clock = '' } = match.groups ?? {};
    if (body.slice(end, match.index).trim() !== '') faults.push(`not read: ${body.slice(end, match.index)}`);
    end = match.index + match[0].length;
    if (event === '') faults.push('an event without words');
    said.push({ host, clock: JSON.parse(clock) as Record<string, number> });
  }
  if (body.slice(end).trim() !== '') faults.push(`not read: ${body.slice(end)}`);
  for (const { host, clock } of said) {
    const before = own.get(host) ?? 0;
    if (clock[host] !== before + 1) faults.push(`${host}: ${clock[host] ?? 'no entry'} after ${before}`);
    own.set(host, before + 1);
  }
  for (const { host, clock } of said) {
    for (const [other, count] of Object.entries(clock)) {
      if (count < 1 || count > (own.get(other) ?? 0)) faults.push(`${host} knows of ${other}:${count}`);
    }
  }
  return { events: said.length, faults };
}
