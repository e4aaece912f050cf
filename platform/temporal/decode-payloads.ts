/** Reads payloads of histories by a client's own data converter: codecs from last to first, then the values. */
import type { LoadedDataConverter, Payload } from '@temporalio/common';

type Given = { readonly payloads?: readonly Payload[] | null } | null | undefined;

/** The payloads readable; what is not encrypted stays as it is. */
export async function readablePayloads(
  { payloadCodecs }: LoadedDataConverter,
  payloads: readonly Payload[],
): Promise<Payload[]> {
  let left = [...payloads];
  for (const codec of payloadCodecs.toReversed()) left = await codec.decode(left);
  return left;
}

/** The values that the payloads hold, in their order. */
export async function valuesOf(converter: LoadedDataConverter, given: Given): Promise<unknown[]> {
  const payloads = given?.payloads ?? [];
  if (payloads.length === 0) return [];
  const readable = await readablePayloads(converter, payloads);
  return readable.map((payload) => converter.payloadConverter.fromPayload<unknown>(payload));
}
