import { getTextEncoding } from '@bufbuild/protobuf/wire';

/** UTF-8, by a library that finds an encoder wherever it runs. */
export function bytesOf(text: string): Uint8Array {
  return getTextEncoding().encodeUtf8(text);
}

export function textOf(bytes: Uint8Array): string {
  return getTextEncoding().decodeUtf8(bytes);
}
