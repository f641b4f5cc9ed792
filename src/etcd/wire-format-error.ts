/** Bytes that are not the message they are taken for: which message, which field, and what is wrong. */
export class WireFormatError extends Error {
  override name = 'WireFormatError';
}
