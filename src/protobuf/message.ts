/**
 * A message by its table: what it holds by the names of its fields. 64-bit numbers are bigints, 32-bit ones and enums
 * numbers. What is zero, empty or not there is absent, but for the field of a oneof and a message within, which may be
 * there and zero or empty.
 */
export interface Message {
  readonly [field: string]: MessageValue | undefined;
}
export type MessageValue =
  bigint | number | boolean | string | Uint8Array | Message | null | readonly MessageValue[];

/** A message that lacks nothing: an empty one. */
export const NO_MESSAGE: Message = {};
const NO_BYTES = new Uint8Array(0);
const INT64_MAX = (1n << 63n) - 1n;
const INT64_MIN = -(1n << 63n);

/** A 64-bit number as it is. */
export function idOf(message: Message, name: string): bigint {
  const value = message[name];
  return typeof value === 'bigint' ? value : 0n;
}

/** A 64-bit number as the nearest number. */
export function wholeOf(message: Message, name: string): number {
  return Number(idOf(message, name));
}

/** Like wholeOf, undefined when it is zero or not there. */
export function maybeWholeOf(message: Message, name: string): number | undefined {
  const value = wholeOf(message, name);
  return value === 0 ? undefined : value;
}

export function smallOf(message: Message, name: string): number {
  const value = message[name];
  return typeof value === 'number' ? value : 0;
}

export function flagOf(message: Message, name: string): boolean {
  return message[name] === true;
}

export function textOf(message: Message, name: string): string {
  const value = message[name];
  return typeof value === 'string' ? value : '';
}

export function bytesOf(message: Message, name: string): Uint8Array {
  const value = message[name];
  return value instanceof Uint8Array ? value : NO_BYTES;
}

/** The message within, undefined if it is not there. */
export function messageOf(message: Message, name: string): Message | undefined {
  const value = message[name];
  return isMessage(value) ? value : undefined;
}

export function messagesOf(message: Message, name: string): readonly Message[] {
  return listOf(message, name).filter(isMessage);
}

export function textsOf(message: Message, name: string): readonly string[] {
  return listOf(message, name).filter((value) => typeof value === 'string');
}

export function listOf(message: Message, name: string): readonly MessageValue[] {
  const value = message[name];
  return Array.isArray(value) ? (value as readonly MessageValue[]) : [];
}

export function isMessage(value: MessageValue | undefined): value is Message {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
  );
}

/** A number as int64; one beyond them as the nearest of them. */
export function toInt64(value: number | bigint): bigint {
  const whole = typeof value === 'bigint' ? value : BigInt(Math.trunc(value));
  return whole > INT64_MAX ? INT64_MAX : whole < INT64_MIN ? INT64_MIN : whole;
}
