import type { AddressBook, MachineAddress } from '../../console/kernel/address-book.ts';
import { addressOf, keyServerPort } from '../../node/core/address.ts';
import type { Machine } from '../world/machine.ts';
import type { World } from '../world/world.ts';

const books = new WeakMap<World, AddressBook>();

/** Who listens where, and runs. The same object while nothing of it has changed. */
export function addressBook(world: World): AddressBook {
  const book = [...world.machines.values()].map((machine) => addressIn(world, machine));
  const before = books.get(world);
  if (before !== undefined && isSame(before, book)) return before;
  books.set(world, book);
  return book;
}

function addressIn({ config }: World, { id, status }: Machine): MachineAddress {
  const { name, clientUrls, peerUrls } = addressOf(config.members ?? [], id);
  const port = config.keyServer ? { keyServerPort: String(keyServerPort(id)) } : {};
  return { node: id, name, clientUrls, peerUrls, status, ...port };
}

/** Names and URLs are the configuration's, which does not change. */
function isSame(a: AddressBook, b: AddressBook): boolean {
  return (
    a.length === b.length && a.every(({ node, status }, i) => node === b[i]?.node && status === b[i].status)
  );
}
