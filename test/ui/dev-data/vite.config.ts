import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** `npx vite --config test/ui/dev-data/vite.config.ts`: the data panels on hand-made frames. Not shipped. */
export default defineConfig({ root: import.meta.dirname, plugins: [react()], server: { port: 5187 } });
