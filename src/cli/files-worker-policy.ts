/**
 * What the worker that reads etcd's files (src/host/files) may load, where whoever serves the site can say so: its own scripts, and nothing
 * else. Workers that come from an address take their policy from the answer that brought their script, not from the page.
 */
export const filesWorkerPolicy = "default-src 'none'; script-src 'self'";

/** As the build names it. */
const filesWorker = /\/assets\/files-worker-[\w-]+\.js$/;

export function isFilesWorker(path: string): boolean {
  return filesWorker.test(path);
}
