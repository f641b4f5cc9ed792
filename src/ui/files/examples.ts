import { unzipSync } from 'fflate';
import { openFiles } from './files-store.ts';

/** Data directories of real clusters, for whoever has none (test/real-etcd/record-examples.ts made them). They come with the page's code: it opens no connection. */
export const filesExamples = ['outage', 'space'] as const;
export type FilesExample = (typeof filesExamples)[number];

const packed: Readonly<Record<FilesExample, () => Promise<{ readonly default: string }>>> = {
  outage: () => import('./examples/outage.txt?raw'),
  space: () => import('./examples/space.txt?raw'),
};

export async function openExample(name: FilesExample): Promise<void> {
  const { default: text } = await packed[name]();
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const files = Object.entries(unzipSync(bytes)).map(([path, content]) => ({
    path,
    file: new Blob([Uint8Array.from(content)]),
  }));
  await openFiles(files);
}
