/** Decodes payloads for Temporal's Web UI, by the protocol of its remote codecs. It encodes nothing. */
import type { Payload } from '@temporalio/common';
import { z } from 'zod';
import { MissingKeyError } from '../../platform/keys/key-ring';
import { readablePayloads } from '../../platform/temporal/decode-payloads';
import { DamagedPayloadError, keyIdOf } from '../../platform/temporal/payload-codec';
import { plain } from '../privacy/phi';
import { Problem } from '../problem';
import { defineRoute } from '../route';

/** A page of a history; Temporal keeps a payload below 2 MB. */
const MOST_PAYLOADS = 1_000;
const MOST_BYTES = 8 * 1_048_576;
const MOST_METADATA_BYTES = 4_096;

const Base64 = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/, { error: 'must be base64' });
const WirePayload = z.object({
  metadata: z.record(z.string().max(100), Base64.max(MOST_METADATA_BYTES)).nullish(),
  data: Base64.nullish(),
});
const Payloads = z.object({ payloads: z.array(WirePayload).max(MOST_PAYLOADS) });
/** Nobody can tell what a payload holds, so the permission alone guards it: who may decode histories sees all of them. */
const Readable = z.object({ payloads: plain(Payloads.shape.payloads) });

const decodePayloads = defineRoute({
  method: 'post',
  path: '/codec/decode',
  tag: 'Codec',
  summary: "Decodes payloads of histories, for Temporal's Web UI",
  description:
    "The protocol of Temporal's remote codecs: payloads in, the same payloads readable out, in their order. What is not encrypted stays as it is. Each request is on record with the number of payloads it decoded.",
  permission: 'history.decode',
  body: Payloads,
  bodyLimitBytes: MOST_BYTES,
  answers: { 200: Readable },
  problems: ['conflict', 'not_found'],
  audit: 'history.decode',
  async handle({ body, deps, req }) {
    const { namespace, loadedDataConverter } = deps.client.options;
    const asked = req.get('x-namespace');
    if (asked !== undefined && asked !== namespace) {
      throw new Problem('not_found', 'Only payloads of the namespace of this Caseclock are decoded.');
    }
    const payloads = body.payloads.map(fromWire);
    const encrypted = payloads.filter((payload) => keyIdOf(payload) !== null).length;
    const readable = await readablePayloads(loadedDataConverter, payloads).catch((error: unknown) => {
      if (error instanceof MissingKeyError || error instanceof DamagedPayloadError) {
        throw new Problem('conflict', error.message);
      }
      throw error;
    });
    return {
      status: 200,
      body: { payloads: readable.map(toWire) },
      audited: { payloads: encrypted },
    };
  },
});

function fromWire({ metadata, data }: z.output<typeof WirePayload>): Payload {
  return {
    metadata: Object.fromEntries(
      Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value, 'base64')]),
    ),
    data: Buffer.from(data ?? '', 'base64'),
  };
}

function toWire({ metadata, data }: Payload): z.input<typeof WirePayload> {
  const base64 = (bytes: Uint8Array | null | undefined) => Buffer.from(bytes ?? []).toString('base64');
  return {
    metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name, base64(value)])),
    data: base64(data),
  };
}

export const codecRoutes = [decodePayloads];
