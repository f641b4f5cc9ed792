/** Whatever a worker could reach another computer, or another script that could, with. */
const doors = [
  'fetch',
  'fetchLater',
  'XMLHttpRequest',
  'WebSocket',
  'WebSocketStream',
  'EventSource',
  'WebTransport',
  'RTCPeerConnection',
  'importScripts',
  'Worker',
  'SharedWorker',
  'BroadcastChannel',
  'caches',
  'Notification',
] as const;

/**
 * Takes from a worker's global object all that reaches the network, for as long as the worker lives: nothing can put it back. To be
 * called before a file is read. (Workers that are loaded from an address do not take the policy of their page over; this holds on every
 * host. `import()` is syntax and cannot be taken away: that is held by the policy that the site's own server and hosts with `_headers`
 * send with the worker's script, and by there being no call of it in this worker.)
 */
export function sealWorker(scope: object): void {
  for (const name of doors) {
    for (let owner: object | null = scope; owner !== null; owner = prototypeOf(owner))
      Reflect.deleteProperty(owner, name);
    Object.defineProperty(scope, name, { value: undefined, writable: false, configurable: false });
  }
}

/** Which of them are still there; none, once it is sealed. */
export function openDoors(scope: object): string[] {
  return doors.filter((name) => Reflect.get(scope, name) !== undefined);
}

function prototypeOf(value: object): object | null {
  return Reflect.getPrototypeOf(value);
}
