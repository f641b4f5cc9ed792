import type { LogIndex } from '../../base/flavor.ts';
import { drawInt, type Dice } from '../../base/random.ts';
import type { Answer } from '../answer.ts';
import type { AuthOperation } from './auth-operation.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const PREFIX_LENGTH = 16;

/** etcd's --auth-token-ttl, in ms. */
export const DEFAULT_TOKEN_TTL_MS = 300_000;

/** Sixteen letters: the part of a token that nobody can guess. 16 draws. */
export function drawTokenPrefix(dice: Dice): string {
  return Array.from({ length: PREFIX_LENGTH }, () =>
    LETTERS.charAt(drawInt(dice, 0, LETTERS.length - 1)),
  ).join('');
}

/**
 * `wait`: the token says it was given at an index this member has not applied yet; ask again when it has. A made-up
 * index that never comes keeps its call waiting until the client gives up, as it does in etcd.
 */
export type TokenOwner =
  | { readonly type: 'user'; readonly name: string }
  | { readonly type: 'invalid' }
  | { readonly type: 'wait'; readonly index: bigint };

interface TokenRecord {
  readonly name: string;
  readonly expiresAtMs: number;
}

export interface TokenView {
  readonly token: string;
  readonly name: string;
  readonly expiresAtMs: number;
}

interface SavedTokens {
  readonly ttlMs: number;
  readonly isEnabled: boolean;
  readonly tokens: readonly TokenView[];
}

/**
 * The simple tokens of one member (etcd: auth/simple_token.go): "PREFIX.INDEX", index being where in the log the token
 * was given. Every member learns every token by applying the same command, but each keeps its own time: a token ends
 * on a member that has not seen it for the ttl. Volatile: a restarted member knows none, though its log be replayed
 * from the beginning, and refuses them as invalid.
 */
export class TokenStore {
  readonly #ttlMs: number;
  #isEnabled = false;
  #tokens: ReadonlyMap<string, TokenRecord> = new Map();

  private constructor(ttlMs: number) {
    this.#ttlMs = ttlMs;
  }

  static create(ttlMs: number): TokenStore {
    return new TokenStore(ttlMs);
  }

  /**
   * After an auth operation was applied here: what it means for tokens. The answer is the one to give: that of
   * authenticateInternal with its token made whole.
   */
  applied(operation: AuthOperation, answer: Answer, index: LogIndex, nowMs: number): Answer {
    if (!answer.ok) return answer;
    switch (operation.type) {
      case 'authenticateInternal': {
        const token = `${operation.simpleToken}.${index}`;
        this.#assign(token, operation.name, nowMs);
        return { ok: true, result: { type: 'authenticate', revision: answer.result.revision, token } };
      }
      case 'authEnable':
        this.#isEnabled = true;
        return answer;
      case 'authDisable':
        this.#isEnabled = false;
        this.#tokens = new Map();
        return answer;
      case 'authUserDelete':
      case 'authUserChangePassword':
        this.#tokens = new Map([...this.#tokens].filter(([, { name }]) => name !== operation.name));
        return answer;
      default:
        return answer;
    }
  }

  /** The auth store was replaced by a snapshot, or read from one at start. Tokens that are known stay. */
  recovered(isAuthEnabled: boolean): void {
    if (isAuthEnabled) this.#isEnabled = true;
  }

  /** Who sent this token. Looking for it makes it live on for another ttl. appliedIndex: of this member. */
  owner(token: string, appliedIndex: LogIndex, nowMs: number): TokenOwner {
    const index = indexOf(token);
    if (index === undefined) return { type: 'invalid' };
    if (index > BigInt(appliedIndex)) return { type: 'wait', index };
    const record = this.#tokens.get(token);
    if (record === undefined) return { type: 'invalid' };
    this.#assign(token, record.name, nowMs);
    return { type: 'user', name: record.name };
  }

  /** Forgets what has not been seen for the ttl. */
  tick(nowMs: number): void {
    if (this.#tokens.size === 0) return;
    const live = [...this.#tokens].filter(([, { expiresAtMs }]) => nowMs <= expiresAtMs);
    if (live.length < this.#tokens.size) this.#tokens = new Map(live);
  }

  /** Oldest first. */
  views(): readonly TokenView[] {
    return [...this.#tokens].map(([token, { name, expiresAtMs }]) => ({ token, name, expiresAtMs }));
  }

  clone(): TokenStore {
    const clone = new TokenStore(this.#ttlMs);
    clone.#isEnabled = this.#isEnabled;
    clone.#tokens = this.#tokens;
    return clone;
  }

  save(): unknown {
    const saved: SavedTokens = { ttlMs: this.#ttlMs, isEnabled: this.#isEnabled, tokens: this.views() };
    return saved;
  }

  static load(saved: unknown): TokenStore {
    const { ttlMs, isEnabled, tokens } = saved as SavedTokens;
    const store = new TokenStore(ttlMs);
    store.#isEnabled = isEnabled;
    store.#tokens = new Map(tokens.map(({ token, name, expiresAtMs }) => [token, { name, expiresAtMs }]));
    return store;
  }

  #assign(token: string, name: string, nowMs: number): void {
    if (!this.#isEnabled) return;
    this.#tokens = new Map(this.#tokens).set(token, { name, expiresAtMs: nowMs + this.#ttlMs });
  }
}

/** Of "PREFIX.INDEX", as a uint64; undefined if the token is not of this form (Go: strconv.Atoi on the second part). */
function indexOf(token: string): bigint | undefined {
  const parts = token.split('.');
  const digits = parts[1];
  if (parts.length !== 2 || digits === undefined || !/^[+-]?[0-9]+$/.test(digits)) return undefined;
  const index = BigInt(digits.replace('+', ''));
  return index === BigInt.asIntN(64, index) ? BigInt.asUintN(64, index) : undefined;
}
