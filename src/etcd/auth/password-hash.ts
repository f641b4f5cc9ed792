import { sha1 } from '@noble/hashes/legacy.js';
import { encodeUtf8 } from '../../base/utf8.ts';
import { compareSync, encodeBase64, hashSync } from 'bcryptjs';

const SALT_BYTES = 16;

/**
 * bcrypt's hash of a password, "$2a$COST$SALT+HASH" as etcd stores it. The salt comes from `seed` alone, because what
 * is applied must come out the same on every member; etcd draws it, so there each member's hash is another.
 * cost: 4 to 31; one more doubles the work. Only the first 72 bytes of the password count.
 */
export function hashPassword(password: string, seed: string, cost: number): string {
  const salt = encodeBase64([...sha1(encodeUtf8(seed)).subarray(0, SALT_BYTES)], SALT_BYTES);
  return hashSync(password, `$2a$${String(cost).padStart(2, '0')}$${salt}`);
}

export function isPassword(password: string, hash: string): boolean {
  return hash.length > 0 && compareSync(password, hash);
}
