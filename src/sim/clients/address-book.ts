import type { AddressBook, MachineAddress } from '../../console/kernel/address-book.ts';
import { addressOf, keyServerPort } from '../../node/core/address.ts';
import type { World } from '../world/world.ts';

const books = new WeakMap<World, AddressBook>();

/** Who listens where, and runs. The same object while nothing of it has changed. */
export function addressBook(world: World): AddressBook {
  const book = [...world.machines.values()].map(({ id, status }): MachineAddress => {
    const { name, clientUrls, peerUrls } = addressOf(world.config.members ?? [], id);
    const known = { node: id, name, clientUrls, peerUrls, status };
    return world.config.keyServer ? { ...known, keyServerPort: String(keyServerPort(id)) } : known;
  });
  const before = books.get(world);
  if (before !== undefined && isSame(before, book)) return before;
  books.set(world, book);
  return book;
}

/** Names and URLs are the configuration's, which does not change. */
function isSame(a: AddressBook, b: AddressBook): boolean {
  return (
    a.length === b.length && a.every(({ node, status }, i) => node === b[i]?.node && status === b[i].status)
  );
}
