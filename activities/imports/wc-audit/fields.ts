/** The columns an audit spreadsheet may have and the header names each is known by: data only. */

export type FieldKind = 'text' | 'date' | 'count' | 'money' | 'status' | 'state';

export interface Field {
  readonly title: string;
  readonly kind: FieldKind;
  /** `past`: a fact that cannot lie in the future. */
  readonly past?: boolean;
  /** The column may hold yes or no instead of the day. */
  readonly yesNo?: boolean;
  /** Longest text kept, in characters. */
  readonly most?: number;
  readonly headers: readonly string[];
}

const personWords = ['worker', 'patient', 'employee', 'injured worker', 'claimant', 'injured employee', 'client'];
/** Names are parted by bars, so that the table stays readable. */
const words = (list: string): string[] => list.split('|').map((word) => word.trim().replace(/\s+/g, ' '));
const names = (ends: readonly string[]) => personWords.flatMap((who) => ends.map((end) => `${who} ${end}`));

/** Header names are compared without case, punctuation and spacing; the words in `header-words.ts` count as equal. */
export const fields = {
  claimNumber: {
    title: 'Claim number',
    kind: 'text',
    most: 60,
    headers: words(`
      claim number | claim | claim id | claim ref | claim reference | wc claim | case number | file number |
      carrier claim number | payer claim number | insurance claim number | tpa claim number
    `),
  },
  workerName: {
    title: 'Worker name',
    kind: 'text',
    most: 200,
    headers: ['name', 'full name', 'pt', ...personWords, ...names(['name', 'full name'])],
  },
  workerFirstName: {
    title: 'Worker first name',
    kind: 'text',
    most: 100,
    headers: ['first name', 'first', 'given name', 'fname', ...names(['first name', 'first'])],
  },
  workerLastName: {
    title: 'Worker last name',
    kind: 'text',
    most: 100,
    headers: ['last name', 'last', 'surname', 'family name', 'lname', ...names(['last name', 'last', 'surname'])],
  },
  dateOfBirth: {
    title: 'Date of birth',
    kind: 'date',
    past: true,
    headers: [
      'date of birth',
      'dob',
      'birth date',
      'birthday',
      'born',
      ...names(['date of birth', 'dob', 'birth date']),
    ],
  },
  employer: {
    title: 'Employer',
    kind: 'text',
    most: 200,
    headers: words(`
      employer | employer name | company | company name | insured | insured employer | employer of injury
    `),
  },
  adjusterName: {
    title: 'Adjuster',
    kind: 'text',
    most: 200,
    headers: words(`
      adjuster | adjuster name | adj | adj name | claims adjuster | claims adjuster name | claim adjuster |
      examiner | claims examiner | examiner name | claim representative | claims representative | claims rep
    `),
  },
  adjusterPhone: {
    title: 'Adjuster phone',
    kind: 'text',
    most: 60,
    headers: words(`
      adjuster phone | adjuster phone number | adjuster telephone | adjuster tel | adjuster ph | adj phone |
      examiner phone | claims adjuster phone
    `),
  },
  adjusterEmail: {
    title: 'Adjuster e-mail',
    kind: 'text',
    most: 200,
    headers: words(`
      adjuster email | adjuster email address | adjuster mail | adj email | examiner email |
      claims adjuster email
    `),
  },
  adjusterFax: {
    title: 'Adjuster fax',
    kind: 'text',
    most: 60,
    headers: words(`adjuster fax | adjuster fax number | adj fax | examiner fax | claims adjuster fax`),
  },
  adjusterContact: {
    title: 'Adjuster contact',
    kind: 'text',
    most: 300,
    headers: words(`
      adjuster contact | adjuster contact info | adjuster contact information | adjuster contact details |
      adjuster info | adj contact | adj contact info | contact info | contact information |
      adjuster phone email | adjuster phone or email | adjuster phone and email | adjuster email phone |
      adjuster email or phone
    `),
  },
  injuredOn: {
    title: 'Date of injury',
    kind: 'date',
    past: true,
    headers: words(`
      date of injury | doi | injury date | injured on | date injured | date of accident | accident date |
      date of loss | loss date | dol | injury
    `),
  },
  bodyPart: {
    title: 'Body part',
    kind: 'text',
    most: 200,
    headers: words(`
      body part | body parts | bodypart | injured body part | body part injured | body parts injured |
      affected body part | injured area | body area | body region | part of body
    `),
  },
  authorizationNumber: {
    title: 'Authorization number',
    kind: 'text',
    most: 60,
    headers: words(`
      auth number | auth id | auth ref | auth reference | auth code | authorization reference number |
      auth reference number | pre auth number | preauth number | prior auth number | ur number
    `),
  },
  authorizedFrom: {
    title: 'Authorization start',
    kind: 'date',
    headers: words(`
      auth start | auth start date | auth from | auth from date | auth begin | auth begins | auth begin date |
      auth effective | auth effective date | auth starts | auth date | authorized from | auth valid from |
      authorization period start | start of auth | start date
    `),
  },
  authorizedTo: {
    title: 'Authorization expiration',
    kind: 'date',
    headers: words(`
      auth exp | auth exp date | auth end | auth ends | auth end date | auth to | auth to date | auth thru |
      auth thru date | auth until | auth valid until | authorized to | authorized until | auth expires on |
      authorization period end | end of auth | date auth exp | exp | exp date | end date | auth exp on |
      auth valid thru
    `),
  },
  visitsAuthorized: {
    title: 'Authorized visits',
    kind: 'count',
    headers: words(`
      authorized visits | visits authorized | visits auth | auth visits | number visits auth |
      number of visits authorized | number of authorized visits | number of visits | authorized visit count |
      auth visit count | visits approved | approved visits | number visits approved | number of approved visits |
      visit limit | visits limit | visits allowed | total visits | total visits authorized |
      total authorized visits | max visits | visit auth
    `),
  },
  visitsUsed: {
    title: 'Visits used',
    kind: 'count',
    headers: words(`
      visits used | used visits | visits completed | completed visits | visits attended | visits to date |
      visits done | visits so far | number of visits used | number visits used | number of visits completed |
      number visits completed | visit count | used | attended | auth visits used | visits rendered |
      visits taken
    `),
  },
  lastContactOn: {
    title: 'Last adjuster contact',
    kind: 'date',
    past: true,
    headers: words(`
      last contact | last contact date | last adjuster contact | last adjuster contact date |
      date of last contact | date of last adjuster contact | date last contact | last contacted |
      last contact with adjuster | adjuster last contact | adjuster last contacted | last adj contact |
      last touch | adjuster contact date | adjuster last contact date | last contact on | last communication |
      last communication date | last heard from adjuster | contact date
    `),
  },
  status: {
    title: 'Status',
    kind: 'status',
    headers: words(`
      status | current status | case status | claim status | state of case | stage | treatment status |
      wc status
    `),
  },
  jurisdiction: {
    title: 'State',
    kind: 'state',
    headers: words(`
      jurisdiction | state | st | state of injury | jurisdiction state | claim state | injury state | wc state |
      state of jurisdiction
    `),
  },
  claimsAdministrator: {
    title: 'Claims administrator',
    kind: 'text',
    most: 200,
    headers: words(`
      claims administrator | claim administrator | administrator | tpa | carrier | carrier name | insurer |
      insurance | insurance carrier | insurance company | wc carrier | payer | payor | payer name |
      wc insurance | insurer name | third party administrator
    `),
  },
  reauthorizationRequestedOn: {
    title: 'Re-authorization requested',
    kind: 'date',
    yesNo: true,
    past: true,
    headers: words(`
      reauth requested | re auth requested | reauthorization requested | reauth request date |
      re auth request date | reauth date | reauth requested date | reauth requested on | date reauth requested |
      rfa sent | rfa date | rfa submitted | extension requested
    `),
  },
  nextAppointmentOn: {
    title: 'Next appointment',
    kind: 'date',
    headers: words(`
      next appointment | next appt | next appointment date | next appt date | next visit | next visit date |
      next scheduled visit | date of next visit | date of next appointment | nov
    `),
  },
  followUpOn: {
    title: 'Follow-up date',
    kind: 'date',
    headers: words(`
      follow up date | follow up | followup | followup date | follow up by | follow up on | fu date | f u date |
      next follow up | next follow up date | due date | next action date | reminder date
    `),
  },
  treatmentCompletedOn: {
    title: 'Treatment complete',
    kind: 'date',
    yesNo: true,
    past: true,
    headers: words(`
      treatment complete date | treatment complete | treatment completed | treatment completed date |
      treatment completed on | treatment completion date | treatment end | treatment end date |
      date treatment completed | discharge date | discharged | discharged on | treatment done |
      treatment done date | tx complete | tx completed | tx complete date | tx end date | date of discharge
    `),
  },
  claimSubmittedOn: {
    title: 'Claim submitted',
    kind: 'date',
    yesNo: true,
    past: true,
    headers: words(`
      claim submitted date | claim submitted | claim submitted on | date claim submitted |
      claim submission date | submitted | submitted on | submitted date | date submitted | submission date |
      billed | billed on | billed date | date billed | bill date | billing date | claim sent | claim sent date |
      claim date
    `),
  },
  paidOn: {
    title: 'Payment date',
    kind: 'date',
    yesNo: true,
    past: true,
    headers: words(`
      payment date | payment posted | payment posted date | payment posted on | date of payment | date paid |
      paid date | paid on | payment received | payment received date
    `),
  },
  paidAmount: {
    title: 'Payment amount',
    kind: 'money',
    headers: words(`
      payment amount | amount paid | paid amount | paid amt | payment amt | amt paid | payment | total paid
    `),
  },
  returnToWorkOn: {
    title: 'Return to work',
    kind: 'date',
    yesNo: true,
    headers: words(`
      rtw date | rtw | return to work | return to work date | returned to work | returned to work date |
      date returned to work | date of return to work
    `),
  },
  notes: {
    title: 'Notes',
    kind: 'text',
    most: 4_000,
    headers: words(`notes | note | comments | comment | remarks | case notes | remark | description | memo`),
  },
} as const satisfies Record<string, Field>;

export type FieldName = keyof typeof fields;
export const fieldNames = Object.keys(fields) as FieldName[];
export const fieldOf = (name: FieldName): Field => fields[name];
