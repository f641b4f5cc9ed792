import type { Source } from './lesson.ts';

/** Ongaro and Ousterhout, In Search of an Understandable Consensus Algorithm (extended version). */
export const paper = (en: string, zh: string): Source => ({
  text: {
    en: `Ongaro and Ousterhout, In Search of an Understandable Consensus Algorithm, ${en}`,
    zh: `Ongaro 与 Ousterhout，In Search of an Understandable Consensus Algorithm，${zh}`,
  },
  href: 'https://raft.github.io/raft.pdf',
});

/** Ongaro's dissertation, Consensus: Bridging Theory and Practice. */
export const thesis = (en: string, zh: string): Source => ({
  text: {
    en: `Ongaro, Consensus: Bridging Theory and Practice (2014), ${en}`,
    zh: `Ongaro，Consensus: Bridging Theory and Practice（2014），${zh}`,
  },
  href: 'https://github.com/ongardie/dissertation',
});

/** A file of etcd-io/raft, and what in it. */
export const etcdRaft = (file: string, what: string): Source => ({
  text: { en: `etcd-io/raft, ${file}: ${what}`, zh: `etcd-io/raft，${file}：${what}` },
  href: `https://github.com/etcd-io/raft/blob/main/${file}`,
});

/** Tests of the Raft lab of MIT 6.5840, by their names. */
export const raftLab = (tests: string): Source => ({
  text: { en: `MIT 6.5840, the Raft lab: ${tests}`, zh: `MIT 6.5840 的 Raft 实验：${tests}` },
  href: 'https://pdos.csail.mit.edu/6.824/labs/lab-raft1.html',
});

/** A chapter of the animated introduction to Raft. */
export const secretLives = (en: string, zh: string): Source => ({
  text: { en: `The Secret Lives of Data: ${en}`, zh: `The Secret Lives of Data：${zh}` },
  href: 'https://thesecretlivesofdata.com/raft/',
});

/** Anything else with an address. */
export const page = (href: string, en: string, zh: string): Source => ({ text: { en, zh }, href });
