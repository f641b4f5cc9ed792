import { ForeignError } from '../../foreign/foreign-error.ts';
import type { FileToRead } from '../../foreign/foreign-reader.ts';
import { parseGrammar } from '../../foreign/grammar/parse-grammar.ts';
import type { ForeignHistory } from '../../foreign/history.ts';
import { judgeForeign } from '../../foreign/judge.ts';
import { readForeign } from '../../foreign/read.ts';
import { BYTES_MAX, isBinary, type ForeignFile } from '../../foreign/source.ts';
import type { ForeignReply, ForeignRequest } from './foreign-port.ts';
import { unpacked, type PlainFile } from './unpack.ts';

/** The worker's side: reads files and judges operations, and keeps nothing of either. */
export class ForeignShell {
  readonly #reply: (reply: ForeignReply) => void;

  constructor(reply: (reply: ForeignReply) => void) {
    this.#reply = reply;
  }

  async handle(request: ForeignRequest): Promise<void> {
    try {
      this.#reply(
        request.type === 'read'
          ? { type: 'read', history: await read(request.files, request.grammars) }
          : { type: 'judged', verdict: judgeForeign(request) },
      );
    } catch (error) {
      if (error instanceof ForeignError) {
        const { problem, spot, values } = error;
        this.#reply({ type: 'refused', error: { problem, spot, values } });
      } else this.#reply({ type: 'failed', reason: error instanceof Error ? error.message : String(error) });
    }
  }
}

async function read(files: readonly FileToRead[], grammars: readonly string[]): Promise<ForeignHistory> {
  const size = files.reduce((sum, { file }) => sum + file.size, 0);
  if (size > BYTES_MAX)
    throw new ForeignError(
      'tooLarge',
      { file: files[0]?.path ?? '', line: 0 },
      { most: BYTES_MAX / 1024 / 1024 },
    );
  const plain: ForeignFile[] = [];
  let left = BYTES_MAX - size;
  for (const { path, file } of files) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    for (const own of unpacked({ path, bytes }, left + bytes.length)) {
      left -= own.bytes === bytes ? 0 : own.bytes.length;
      plain.push(asText(own));
    }
  }
  return readForeign(
    plain,
    grammars.map((text) => parseGrammar(text)),
  );
}

function asText({ path, bytes }: PlainFile): ForeignFile {
  return isBinary(bytes) ? { path, bytes } : { path, text: new TextDecoder().decode(bytes) };
}
