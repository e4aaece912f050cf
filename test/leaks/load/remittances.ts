/** 835 files full of canaries: sound ones, such as do not balance, broken ones, and bytes that are no UTF-8. */
import { envelope, transaction, type Seg } from '../../activities/remittance-835/remit-writer';
import type { Canaries } from '../canaries';
import type { SheetFile } from './sheets';

function claimSegments(canaries: Canaries, number: string, denied: boolean): Seg[] {
  const word = (field: string) => canaries.word(`835.${field}`).toUpperCase();
  return [
    [
      'CLP',
      number,
      denied ? '4' : '1',
      '100.00',
      denied ? '0.00' : '80.00',
      '0',
      '12',
      word('payer-control'),
      '11',
      '1',
    ],
    ['CAS', 'CO', denied ? '16' : '45', denied ? '100.00' : '20.00'],
    ['NM1', 'QC', '1', word('patient-last'), word('patient-first'), '', '', '', 'MI', word('member')],
    ['NM1', 'IL', '1', word('insured-last'), word('insured-first'), '', '', '', 'MI', word('insured-member')],
    ['NM1', '82', '1', word('provider-last'), word('provider-first'), '', '', '', 'XX', '1234567893'],
    ['REF', 'EA', word('record-number')],
    ['REF', '1L', word('group-number')],
    ['DTM', '232', '20251201'],
    ['PER', 'CX', word('contact'), 'TE', word('contact-phone')],
  ];
}

const head = (canaries: Canaries): Seg[] => [
  ['LX', '1'],
  ['TS3', canaries.word('835.provider'), '11', '20261231', '1', '100'],
];

export function remittanceFiles(canaries: Canaries, claims: number): SheetFile[] {
  const word = (field: string) => canaries.word(`835.${field}`).toUpperCase();
  const many = (denied: boolean): Seg[] =>
    Array.from({ length: claims }, () => claimSegments(canaries, word('claim-number'), denied)).flat();
  const trace = () => word('trace');
  const paid = (80 * claims).toFixed(2);
  const sound = envelope([
    transaction('0001', [...head(canaries), ...many(false)], trace(), paid),
    transaction('0002', [...head(canaries), ...many(true)], trace(), '0.00'),
  ]);
  const unbalanced = envelope([
    transaction('0001', [...head(canaries), ...many(false)], trace(), '1.00'),
    transaction(
      '0002',
      [...many(false), ['PLB', word('plb-provider'), '20261231', ['WO', word('plb-reference')], '5.00']],
      trace(),
      paid,
      3,
      word('control'),
    ),
  ]);
  const strange = envelope([
    transaction(
      '0001',
      [
        ['CLP', word('claim-number'), word('status'), word('amount'), '80.00', word('amount')],
        ['NM1', 'QC', '1', word('patient-last'), '', '', '', '', 'MI', word('member')],
        ['DTM', '232', word('date')],
        ['SVC', ['HC', word('procedure')], '100.00', word('amount'), '', word('quantity')],
        ['LQ', 'HE', word('remark')],
        ['MOA', '', '', word('remark')],
        ['CAS', word('group'), word('reason'), word('amount')],
        [word('segment'), word('element')],
        ['CLP'],
        ['NM1', 'QC', '1', word('patient-last').repeat(40)],
      ],
      trace(),
      word('amount'),
    ),
  ]);
  const cut = sound.slice(0, Math.floor(sound.length * 0.6));
  const at = Math.floor(sound.length / 2);
  const notUtf8 = Buffer.concat([
    Buffer.from(sound.slice(0, at)),
    Buffer.from([0xff, 0xc3, 0x28, 0xe9]),
    Buffer.from(sound.slice(at)),
  ]);
  const file = (content: string | Buffer): SheetFile => ({
    name: `${canaries.word('file.name')}.835`,
    type: 'application/edi-x12',
    content,
  });
  return [sound, unbalanced, strange, cut, notUtf8, `ISA*00*${canaries.word('file.content')}`].map(file);
}
