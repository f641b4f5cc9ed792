import type { Role } from './history.ts';
import type { HistoryBuilder } from './history-builder.ts';

const ID = '([0-9a-f]{1,16})';
const BECAME = new RegExp(`^${ID} became (follower|pre-candidate|candidate|leader) at term (\\d+)$`);
const SENT = new RegExp(
  `^${ID} \\[logterm: \\d+, index: \\d+(?:, vote: \\w+)?\\] sent (MsgPreVote|MsgVote) request to ${ID} at term (\\d+)$`,
);
const ANSWERED = new RegExp(
  `^${ID} \\[logterm: \\d+, index: \\d+, vote: \\w+\\] (?:cast|rejected) (MsgPreVote|MsgVote) (?:for|from) ${ID} \\[.*\\] at term (\\d+)$`,
);
const GOT = new RegExp(
  `^${ID} received (MsgPreVoteResp|MsgVoteResp)(?: rejection)? from ${ID} at term (\\d+)$`,
);

/**
 * What etcd's raft library says of itself in a log: roles, and of elections the messages. Lines come in the order of time;
 * whoever sent something is known by its id, and receives are joined to the last send of that kind between the two.
 */
export class RaftLines {
  readonly #builder: HistoryBuilder;
  readonly #sent = new Map<string, number>();
  /** A receive that came before its send, by clocks that differ: joined when the send is here. */
  readonly #early = new Map<string, number>();

  constructor(builder: HistoryBuilder) {
    this.#builder = builder;
  }

  take(lane: number, at: number, item: number, message: string): void {
    const became = BECAME.exec(message);
    if (became !== null) {
      const [, , role = '', term = ''] = became;
      this.#builder.becomes(
        lane,
        at,
        role === 'pre-candidate' ? 'precandidate' : (role as Role),
        Number(term),
      );
      return;
    }
    const sent = SENT.exec(message);
    if (sent !== null) {
      const [, from = '', type = '', to = '', term = ''] = sent;
      return this.#send(`${type} ${from} ${to} ${term}`, item);
    }
    const answered = ANSWERED.exec(message);
    if (answered !== null) {
      const [, self = '', type = '', asker = '', term = ''] = answered;
      this.#receive(`${type} ${asker} ${self} ${term}`, item);
      return this.#send(`${type}Resp ${self} ${asker} ${term}`, item);
    }
    const got = GOT.exec(message);
    if (got === null) return;
    const [, self = '', type = '', from = '', term = ''] = got;
    // A candidate's own vote is no message.
    if (self !== from) this.#receive(`${type} ${from} ${self} ${term}`, item);
  }

  end(): void {
    this.#sent.clear();
    this.#early.clear();
  }

  #send(key: string, item: number): void {
    const early = this.#early.get(key);
    if (early === undefined) this.#sent.set(key, item);
    else this.#builder.arrow(item, early);
    this.#early.delete(key);
  }

  #receive(key: string, item: number): void {
    const sent = this.#sent.get(key);
    if (sent === undefined) this.#early.set(key, item);
    else this.#builder.arrow(sent, item);
    this.#sent.delete(key);
  }
}
