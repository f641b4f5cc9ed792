import { etcdctl } from './etcdctl/etcdctl.ts';
import type { Process, Running, Tool } from './kernel/process.ts';
import { builtinNames } from './shell/builtins.ts';
import { sh } from './shell/sh.ts';
import { cat, echo, seq, sleep } from './tools/basic.ts';
import { benchmark } from './tools/benchmark.ts';
import { md5sum, sha256sum } from './tools/checksums.ts';
import { cut, tr, wc } from './tools/columns.ts';
import { curl } from './tools/curl.ts';
import { etcd } from './tools/etcd.ts';
import { goreman } from './tools/goreman.ts';
import { grep } from './tools/grep.ts';
import { http } from './tools/http.ts';
import { head, tail } from './tools/parts.ts';
import { printf } from './tools/printf.ts';
import { raftexample } from './tools/raftexample.ts';
import { env, timeout, watch, xargs } from './tools/runners.ts';
import { base64, basename, clear, date, jq, ls, nay, rm, tac, tee, touch, yea, yes } from './tools/small.ts';
import { sort, uniq } from './tools/sorting.ts';
import { test } from './tools/test.ts';

/** What can be called at a console, by its name. */
const tools: Readonly<Record<string, Tool>> = {
  '[': test,
  base64,
  basename,
  benchmark,
  cat,
  clear,
  curl,
  cut,
  date,
  echo,
  env,
  etcd,
  etcdctl,
  false: nay,
  goreman,
  grep,
  head,
  help,
  http,
  jq,
  ls,
  md5sum,
  printf,
  raftexample,
  rm,
  seq,
  sh,
  sha256sum,
  sleep,
  sort,
  tac,
  tail,
  tee,
  test,
  timeout,
  touch,
  tr,
  true: yea,
  uniq,
  watch,
  wc,
  xargs,
  yes,
};

/** By its name, in whatever directory a tutorial has it: `bin/etcdctl`, `./etcd`. */
export function findTool(path: string): Tool | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return Object.hasOwn(tools, name) ? tools[name] : undefined;
}

/** In order of their names. */
export function toolNames(): readonly string[] {
  return Object.keys(tools).sort();
}

/** `help`: what there is. */
function* help({ write }: Process): Running<number> {
  yield [{ isReady: true }];
  const listed = toolNames().filter((name) => name !== 'jq');
  write(1, `Commands: ${listed.join(' ')}\nOf the shell: ${[...builtinNames()].sort().join(' ')}\n`);
  return 0;
}
