import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { projectRoot } from '../../../src/cli/built-site.ts';

/** Builds a workload's process against the sources of a checkout, as one file. */
export async function buildWorkload(checkout: string, workload: string, outfile: string): Promise<void> {
  const serve = join(projectRoot, 'test/bench/beside/serve-workload.ts');
  const entry = `import prepare from ${JSON.stringify(workload)};
import { serveWorkload } from ${JSON.stringify(serve)};
await serveWorkload(prepare);`;
  await build({
    stdin: { contents: entry, resolveDir: projectRoot },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    outfile,
    plugins: [sourcesOf(checkout)],
    logLevel: 'warning',
  });
}

/** What this project's tests import of its sources comes from the checkout. */
function sourcesOf(checkout: string): Plugin {
  const own = join(projectRoot, 'src') + sep;
  return {
    name: 'sources of a checkout',
    setup: (building) => {
      building.onResolve({ filter: /^\./ }, ({ path, importer }) => {
        const file = resolve(dirname(importer), path);
        return file.startsWith(own) ? { path: inCheckout(checkout, relative(projectRoot, file)) } : undefined;
      });
    },
  };
}

/** The file at that path; where it has been moved since, the one file of that name. */
function inCheckout(checkout: string, path: string): string {
  const file = join(checkout, path);
  if (existsSync(file)) return file;
  const name = basename(path);
  const found = readdirSync(join(checkout, 'src'), { recursive: true, encoding: 'utf8' }).filter(
    (each) => basename(each) === name,
  );
  const [only] = found;
  if (only !== undefined && found.length === 1) return join(checkout, 'src', only);
  throw new Error(`${checkout} has no ${path}, and ${found.length} other files of that name`);
}
