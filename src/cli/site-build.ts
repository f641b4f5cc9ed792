import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { filesWorkerPolicy } from './files-worker-policy.ts';
import type { KeptSite } from '../app/service-worker.ts';

/**
 * What the site may load and run: its own files, and nothing made from text. Styles are set on elements by script (which the policy
 * allows); no `style` attribute or element is written anywhere. `data:` and `blob:` are pictures that the export draws.
 */
export const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** For hosts that take headers from a file of this name (Netlify, Cloudflare Pages); others serve it as a file, and no harm is done. */
const headers = `/*
  Content-Security-Policy: ${contentPolicy}
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer
/assets/*
  Cache-Control: public, max-age=31536000, immutable
/assets/files-worker-*
  Content-Security-Policy: ${filesWorkerPolicy}
/sw.js
  Cache-Control: no-cache
`;

/** The policy, in the page itself because most static hosts send no headers. Development has none: Vite's own scripts are inline. */
export function withContentPolicy(): Plugin {
  return {
    name: 'content-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: contentPolicy },
        injectTo: 'head-prepend',
      },
    ],
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: '_headers', source: headers });
    },
  };
}

/** The fonts are asked for beside the code, not when the style sheet has come: the first picture has them. */
export function withFontsAtOnce(): Plugin {
  return {
    name: 'fonts-at-once',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_, { bundle = {} }) =>
        Object.keys(bundle)
          .filter((name) => name.endsWith('.woff2'))
          .map((name) => ({
            tag: 'link',
            attrs: { rel: 'preload', as: 'font', type: 'font/woff2', href: `./${name}`, crossorigin: true },
            injectTo: 'head' as const,
          })),
    },
  };
}

/** What is served and yet not kept: maps are for debuggers, the preview for chats. */
const notKept = /\.map$|^preview\.png$|^_headers$|^sw\.js$/;

/** The service worker as `sw.js` beside the page, with the list of all that it keeps. Development has none. */
export function withServiceWorker(): Plugin {
  let root = '';
  let publicFolder = '';
  return {
    name: 'service-worker',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      root = config.root;
      publicFolder = config.publicDir;
    },
    async generateBundle(_, bundle) {
      // Builds of workers come here as well: they have no page.
      const page = bundle['index.html'];
      if (page?.type !== 'asset') return;
      const contents = new Map<string, string | Uint8Array>();
      for (const [name, file] of Object.entries(bundle))
        contents.set(name, file.type === 'chunk' ? file.code : file.source);
      for (const name of readdirSync(publicFolder, { recursive: true, withFileTypes: true }))
        if (name.isFile()) {
          const path = join(name.parentPath, name.name);
          contents.set(path.slice(publicFolder.length + 1).replaceAll('\\', '/'), readFileSync(path));
        }
      const names = [...contents.keys()].filter((name) => !notKept.test(name)).sort();
      const hash = createHash('sha256');
      for (const name of names) hash.update(name).update(contents.get(name) ?? '');
      const entry = Object.values(bundle).find((file) => file.type === 'chunk' && file.isEntry);
      if (entry === undefined) throw new Error('the page has no script');
      const site: KeptSite = {
        version: hash.digest('hex').slice(0, 16),
        files: names.map((name) => (name === 'index.html' ? '' : name)),
        entry: entry.fileName,
      };
      const made = await build({
        entryPoints: [join(root, 'src/app/service-worker.ts')],
        bundle: true,
        format: 'iife',
        target: 'es2022',
        minify: true,
        write: false,
        define: { SITE: JSON.stringify(site) },
      });
      this.emitFile({ type: 'asset', fileName: 'sw.js', source: made.outputFiles[0]?.text ?? '' });
    },
  };
}
