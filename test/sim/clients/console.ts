import { Monitors } from '../../../src/check/monitors.ts';
import { decodeUtf8 } from '../../../src/base/utf8.ts';
import type { ConsoleInstruction } from '../../../src/console/kernel/heard.ts';
import { Member } from '../../../src/node/member.ts';
import { Cluster } from '../../../src/sim/cluster.ts';
import type { Command } from '../../../src/sim/command/command.ts';
import { InProcessHost } from '../../../src/sim/in-process-host.ts';
import { parseConfig } from '../../../src/sim/world/parse-config.ts';

/** A console beside three real members. */
export class Console {
  readonly #cluster: Cluster;
  #seen = 0;

  private constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  static async open(): Promise<Console> {
    const config = parseConfig({ nodes: 3, seed: 7, bootstrap: 'etcd', preVote: false });
    const cluster = await Cluster.create(config, new InProcessHost(Member), new Monitors());
    const opened = new Console(cluster);
    await opened.wait(5000);
    await cluster.act({ type: 'startClient', client: 'c', endpoints: [1], program: { recipe: 'console' } });
    return opened;
  }

  async wait(ms: number): Promise<void> {
    const until = this.#cluster.world.now + ms * 1000;
    for (;;) {
      const step = this.#cluster.runNext(until, Infinity);
      if (step === 'nothing') break;
      if (step !== 'done') await step;
    }
    await this.#cluster.confirm();
    this.#cluster.setClock(until);
  }

  get world() {
    return this.#cluster.world;
  }

  /** Somebody beside the console does something. */
  async act(command: Command): Promise<void> {
    await this.#cluster.act(command);
  }

  async tell(instruction: ConsoleInstruction): Promise<void> {
    await this.#cluster.act({ type: 'tellClient', client: 'c', instruction });
  }

  /** What has come since the last look. */
  look(): string {
    const log = this.#cluster.world.clients.get('c')?.log;
    const notes = log === undefined ? [] : log.slice(this.#seen);
    this.#seen += notes.length;
    return notes.map(({ note }) => (note.type === 'output' ? decodeUtf8(note.bytes) : '')).join('');
  }

  async line(text: string, ms = 2000): Promise<string> {
    await this.tell({ type: 'line', text });
    await this.wait(ms);
    return this.look();
  }
}
