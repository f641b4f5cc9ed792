import type { HttpReply } from '../../../etcd/gateway/http.ts';
import type { MemberState } from '../../core/member-state.ts';
import { bucketKey, count, counted, type Buckets } from '../../core/tally.ts';
import { page } from '../respond.ts';
import { metrics } from './table.ts';
import type { Sample } from './grpc.ts';
import { floatText } from './text.ts';
import { values } from './values.ts';

const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** /metrics, for whatever method. */
export function metricsPage(state: MemberState): HttpReply {
  const text = metricsText(state);
  count(state.tally, 'promhttp 200');
  return page(200, { 'Content-Type': METRICS_TYPE }, text);
}

/** All metrics of a member in Prometheus' text form. */
export function metricsText(state: MemberState): string {
  const labelled = labelledCounts(state);
  const lines: string[] = [];
  for (const [type, name, help, buckets] of metrics) {
    const samples =
      buckets === undefined ? plainLines(state, name, labelled) : histograms(state, name, buckets);
    if (samples.length > 0) lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...samples);
  }
  return `${lines.join('\n')}\n`;
}

/** Counts that have labels, by the name of their metric, sorted by their labels. */
function labelledCounts({ tally }: MemberState): ReadonlyMap<string, readonly Sample[]> {
  const byName = new Map<string, Sample[]>();
  for (const [key, value] of tally.counts) {
    const [, name, labels] = /^(\w+)\{(.*)\}$/.exec(key) ?? [];
    if (name === undefined || labels === undefined) continue;
    byName.set(name, [...(byName.get(name) ?? []), [labels, value]]);
  }
  for (const samples of byName.values()) samples.sort(([a], [b]) => (a < b ? -1 : 1));
  return byName;
}

function plainLines(
  state: MemberState,
  name: string,
  labelled: ReadonlyMap<string, readonly Sample[]>,
): readonly string[] {
  const look = values[name];
  const value = look === undefined ? (labelled.get(name) ?? unlabelled(state, name)) : look(state);
  if (value === undefined) return [];
  if (typeof value === 'number') return [`${name} ${floatText(value)}`];
  return value.map(([labels, each]) => `${name}{${labels}} ${floatText(each)}`);
}

/** What has labels is there only once it has happened. */
function unlabelled({ tally }: MemberState, name: string): number | undefined {
  return withLabels.has(name) ? undefined : counted(tally, name);
}

const withLabels: ReadonlySet<string> = new Set([
  'etcd_http_failed_total',
  'etcd_http_received_total',
  'etcd_server_client_requests_total',
]);

/** By method where it goes by method, and then only those that have been. */
const BY_METHOD = 'etcd_http_successful_duration_seconds';

function histograms(state: MemberState, name: string, buckets: Buckets): readonly string[] {
  if (name !== BY_METHOD) return histogram(state, name, '', buckets);
  const end = '_count';
  return [...state.tally.counts.keys()]
    .filter((key) => key.startsWith(`${name} `) && key.endsWith(end))
    .map((key) => key.slice(name.length + 1, -end.length))
    .sort()
    .flatMap((labels) => histogram(state, name, labels, buckets));
}

function histogram(state: MemberState, name: string, labels: string, { first, buckets }: Buckets): string[] {
  const { tally } = state;
  const key = labels === '' ? name : `${name} ${labels}`;
  const prefix = labels === '' ? '' : `${labels},`;
  const suffix = labels === '' ? '' : `{${labels}}`;
  const lines: string[] = [];
  let below = 0;
  for (let at = 0; at <= buckets; at++) {
    below += counted(tally, bucketKey(key, at));
    const end = at === buckets ? '+Inf' : floatText(roundedEnd(first * 2 ** at));
    lines.push(`${name}_bucket{${prefix}le="${end}"} ${floatText(below)}`);
  }
  lines.push(
    `${name}_sum${suffix} ${floatText(counted(tally, `${key}_sum`))}`,
    `${name}_count${suffix} ${floatText(counted(tally, `${key}_count`))}`,
  );
  return lines;
}

/** Doubling leaves no trace in decimal digits that anybody would write. */
function roundedEnd(end: number): number {
  return Number(end.toPrecision(12));
}
