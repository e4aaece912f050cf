/** Codes of the states whose compensation law a case can be under, by every name a spreadsheet may use. */

const names: Readonly<Record<string, string>> = {
  AL: 'Alabama',
  AK: 'Alaska',
  AZ: 'Arizona',
  AR: 'Arkansas',
  CA: 'California',
  CO: 'Colorado',
  CT: 'Connecticut',
  DE: 'Delaware',
  DC: 'District of Columbia',
  FL: 'Florida',
  GA: 'Georgia',
  HI: 'Hawaii',
  ID: 'Idaho',
  IL: 'Illinois',
  IN: 'Indiana',
  IA: 'Iowa',
  KS: 'Kansas',
  KY: 'Kentucky',
  LA: 'Louisiana',
  ME: 'Maine',
  MD: 'Maryland',
  MA: 'Massachusetts',
  MI: 'Michigan',
  MN: 'Minnesota',
  MS: 'Mississippi',
  MO: 'Missouri',
  MT: 'Montana',
  NE: 'Nebraska',
  NV: 'Nevada',
  NH: 'New Hampshire',
  NJ: 'New Jersey',
  NM: 'New Mexico',
  NY: 'New York',
  NC: 'North Carolina',
  ND: 'North Dakota',
  OH: 'Ohio',
  OK: 'Oklahoma',
  OR: 'Oregon',
  PA: 'Pennsylvania',
  PR: 'Puerto Rico',
  RI: 'Rhode Island',
  SC: 'South Carolina',
  SD: 'South Dakota',
  TN: 'Tennessee',
  TX: 'Texas',
  UT: 'Utah',
  VT: 'Vermont',
  VA: 'Virginia',
  WA: 'Washington',
  WV: 'West Virginia',
  WI: 'Wisconsin',
  WY: 'Wyoming',
  VI: 'Virgin Islands',
  GU: 'Guam',
};

const key = (text: string) => text.toLowerCase().replace(/[^a-z]/g, '');
const byName = new Map<string, string>();
for (const [code, name] of Object.entries(names)) {
  for (const spelling of [code, name, `US${code}`, `USA${code}`]) byName.set(key(spelling), `US-${code}`);
}
byName.set('us', 'US').set('federal', 'US').set('feca', 'US').set('washingtondc', 'US-DC');

/** 'US-CA' for "CA", "Calif." is unknown, "california" and "US-CA" are known; null when it is no state. */
export const stateOf = (text: string): string | null => byName.get(key(text)) ?? null;
