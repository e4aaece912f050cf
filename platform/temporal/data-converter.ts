/** Builds the one data converter that every client, worker and script uses, so that all of them agree. */
import type { DataConverter } from '@temporalio/common';
import type { KeyRing } from '../keys/key-ring';
import { EncryptionCodec } from './payload-codec';

/** The bundle of workflows needs it too: what a workflow throws is converted in its sandbox. */
export const failureConverterPath = require.resolve('./failure-converter');

export const dataConverterFor = (ring: KeyRing): DataConverter => ({
  payloadCodecs: [new EncryptionCodec(ring)],
  failureConverterPath,
});
