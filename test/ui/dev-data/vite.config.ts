import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** `npx vite --config test/ui/dev-data/vite.config.ts`: the data panels on hand-made frames. Not shipped. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  cacheDir: fileURLToPath(new URL('../../../node_modules/.vite-ui-dev-data', import.meta.url)),
  plugins: [react()],
  server: { port: 5187, fs: { allow: [fileURLToPath(new URL('../../..', import.meta.url))] } },
});
