import { describe, expect, it } from 'vitest';
import { parseLook } from '../../src/app/embed-options.ts';
import { speakWithHost, type EmbedAnswer, type EmbedEvent, type Host } from '../../src/app/embed-messages.ts';
import { embedAddress, embedSnippet, withoutEmbed } from '../../src/ui/embed/embed-address.ts';

describe('the address of a page within a page', () => {
  it('says what is seen, how it looks, and who may speak', () => {
    const { embed, theme, language, problems } = parseLook(
      '?embed=logs,stage,logs&theme=dark&lang=zh-CN&origin=https://example.org/course',
    );
    expect(embed).toEqual({ views: ['logs', 'stage'], origin: 'https://example.org' });
    expect([theme, language, problems]).toEqual(['dark', 'zh-CN', []]);
  });

  it('is of the stage where it says nothing, and of the whole page without the option', () => {
    expect(parseLook('?embed=').embed).toEqual({ views: ['stage'], origin: undefined });
    expect(parseLook('?nodes=3').embed).toBeUndefined();
  });

  it('names what it does not know; an origin that is none lets nobody in', () => {
    const { embed, problems } = parseLook('?embed=stage,legs&theme=blue&lang=fr&origin=example.org');
    expect(embed?.views).toEqual(['stage']);
    expect(embed?.origin).toBe('https://invalid.invalid');
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'theme=blue',
      'lang=fr',
      'embed=legs',
      'origin=example.org',
    ]);
  });

  it('is made by the dialog, read here, and leads back to the whole page', () => {
    const of = 'https://site.example/q/?gallery=figure-8';
    const address = embedAddress({
      of,
      views: ['stage', 'logs'],
      theme: 'dark',
      language: 'en',
      origin: 'https://example.org',
    });
    expect(parseLook(new URL(address).search)).toEqual({
      embed: { views: ['stage', 'logs'], origin: 'https://example.org' },
      theme: 'dark',
      language: 'en',
      problems: [],
    });
    expect(address).toContain('embed=stage,logs');
    expect(withoutEmbed(address)).toBe(of);
    const lab = embedAddress({
      of: 'https://site.example/#lab=abc',
      views: ['stage'],
      theme: 'system',
      language: undefined,
      origin: '',
    });
    expect(lab).toBe('https://site.example/?embed=stage#lab=abc');
    expect(embedSnippet('https://x.example/?a=1&b=2', 'a "b"', '100%', '10rem')).toContain(
      'src="https://x.example/?a=1&amp;b=2" title="a &quot;b&quot;"',
    );
  });
});

/** A page around the frame, as the frame sees it. */
class FakeHost implements Host {
  readonly told: { readonly message: EmbedAnswer | EmbedEvent; readonly to: string }[] = [];
  #hear: Parameters<Host['listen']>[0] = () => undefined;

  listen(hear: Parameters<Host['listen']>[0]): void {
    this.#hear = hear;
  }

  tell(message: EmbedAnswer | EmbedEvent, to: string): void {
    if (to === 'refuses') throw new Error('DataCloneError');
    this.told.push({ message, to });
  }

  async say(data: unknown, origin = 'https://host.example', isHost = true): Promise<void> {
    this.#hear(data, origin, isHost);
    for (let i = 0; i < 5; i++) await Promise.resolve();
  }
}

const calls = {
  version: '1.2.3',
  ready: Promise.resolve(),
  calls: {
    put: (key: unknown, value: unknown) => Promise.resolve({ key, value }),
    kill: () => Promise.reject(new Error('there is no node 9')),
  },
};

async function frameIn(host: FakeHost, origin?: string): Promise<void> {
  speakWithHost({ views: ['stage'], origin }, calls, host);
  for (let i = 0; i < 5; i++) await Promise.resolve();
}

describe('the page around a frame', () => {
  it('is told when the frame is ready, and what it may call', async () => {
    const host = new FakeHost();
    await frameIn(host);
    expect(host.told).toEqual([
      { message: { quorumscope: 1, event: 'ready', version: '1.2.3', calls: ['put', 'kill'] }, to: '*' },
    ]);
  });

  it('has each request answered under its id, to its own origin', async () => {
    const host = new FakeHost();
    await frameIn(host);
    host.told.length = 0;
    await host.say({ quorumscope: 1, id: 7, call: 'put', args: ['a', '1'] });
    await host.say({ quorumscope: 1, id: 'x', call: 'kill', args: [9] });
    await host.say({ quorumscope: 1, id: 8, call: 'constructor' });
    expect(host.told).toEqual([
      {
        message: { quorumscope: 1, id: 7, ok: true, result: { key: 'a', value: '1' } },
        to: 'https://host.example',
      },
      {
        message: { quorumscope: 1, id: 'x', ok: false, error: 'there is no node 9' },
        to: 'https://host.example',
      },
      {
        message: {
          quorumscope: 1,
          id: 8,
          ok: false,
          error: 'there is no call "constructor"; there are put, kill',
        },
        to: 'https://host.example',
      },
    ]);
  });

  it('is heard alone: no other window, no other origin than the one that is named, no message of another kind', async () => {
    const host = new FakeHost();
    await frameIn(host, 'https://host.example');
    expect(host.told.map(({ to }) => to)).toEqual(['https://host.example']);
    host.told.length = 0;
    const request = { quorumscope: 1, id: 1, call: 'put', args: [] };
    await host.say(request, 'https://host.example', false);
    await host.say(request, 'https://evil.example');
    for (const other of [null, 'put', { id: 1, call: 'put' }, { quorumscope: 1, call: 'put' }])
      await host.say(other);
    for (const other of [
      { ...request, quorumscope: 2 },
      { ...request, args: 'a' },
      { ...request, call: 3 },
    ])
      await host.say(other);
    expect(host.told).toEqual([]);
    await host.say(request);
    expect(host.told).toHaveLength(1);
  });

  it('hears why a result cannot be sent', async () => {
    const host = new FakeHost();
    await frameIn(host);
    host.told.length = 0;
    const refused: string[] = [];
    host.tell = (message) => {
      if ('ok' in message && message.ok) throw new Error('it could not be cloned');
      if ('error' in message) refused.push(message.error);
    };
    await host.say({ quorumscope: 1, id: 1, call: 'put', args: [] });
    expect(refused).toEqual(['it could not be cloned']);
  });
});
