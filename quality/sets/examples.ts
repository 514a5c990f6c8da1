/** Values of a row, as received; those of `base` stand for what is not named. */
type Values = Record<string, string | null>

/** Rows of one extract, the first of which is judged, with what the register and other registers hold. */
export interface SetExample {
  rows: Values[]
  live?: Values[]
  there?: Record<string, Values[]>
}

export interface SetExamples {
  dataset: string
  /** Rule id without the dataset: `field.code`. */
  rule: string
  /** What every row has. */
  base: Values
  good: SetExample[]
  bad: SetExample[]
}

const [one, two, three] = ['152622198506150033', '152921200002290024', '150102190001010018'] as const
const updated_at = '2026-08-01 10:00:00'

const wedding: Values = { marital_status: '20', registered_on: '2024-05-20', updated_at }
const pair = (a: string, b: string | null, more: Values = {}): Values => ({
  citizen_id: a,
  spouse_citizen_id: b,
  ...more,
})
const born = { household_registration: [{ citizen_id: one, birth_date: '1985-06-15' }] }

/** The day itself is still allowed, the day after it is not. */
function afterDeath(
  dataset: string,
  field: string,
  base: Values,
  [last, next]: [string | null, string | null],
  died: string,
  early = died,
): SetExamples {
  const there = (died_on: string) => ({
    death_reports: [{ citizen_id: one, died_on }],
    death_registration: [],
  })
  const row = (day: string | null) => ({ citizen_id: one, [field]: day })
  return {
    dataset,
    rule: `${field}.after.death`,
    base: { ...base, updated_at },
    good: [
      { rows: [row(last)], there: there(died) },
      { rows: [{ ...row(next), citizen_id: two }], there: there(early) },
    ],
    bad: [{ rows: [row(next)], there: there(early) }],
  }
}

/** Good and bad rows of the rules on rows together, by register. */
export const setExamples: SetExamples[] = [
  {
    dataset: 'marriage_registration',
    rule: 'spouse_citizen_id.single.conflict',
    base: wedding,
    good: [
      { rows: [pair(one, two), pair(two, one)] },
      { rows: [pair(one, two), pair(three, two, { marital_status: '40' })] },
      { rows: [pair(one, two)], live: [pair(three, two, { marital_status: '40' })] },
      { rows: [pair(one, two), pair(three, null)], live: [pair(three, two)] },
    ],
    bad: [
      { rows: [pair(one, two), pair(three, two)] },
      { rows: [pair(one, two)], live: [pair(three, two)] },
      { rows: [pair(one, two, { marital_status: '21' }), pair(three, two, { marital_status: '22' })] },
    ],
  },
  {
    dataset: 'marriage_registration',
    rule: 'spouse_citizen_id.mutual.disagrees',
    base: wedding,
    good: [
      { rows: [pair(one, two), pair(two, one)] },
      { rows: [pair(one, two)] },
      { rows: [pair(one, two, { marital_status: '40' }), pair(two, three)] },
      { rows: [pair(one, two), pair(two, one)], live: [pair(two, three)] },
    ],
    bad: [
      { rows: [pair(one, two), pair(two, null)] },
      { rows: [pair(one, two), pair(two, three)] },
      { rows: [pair(one, two)], live: [pair(two, three)] },
    ],
  },
  {
    dataset: 'social_insurance',
    rule: 'enrolled_on.before.age',
    base: { citizen_id: one, name: '甲乙', updated_at },
    good: [{ rows: [{ enrolled_on: '2001-06-15' }], there: born }],
    bad: [{ rows: [{ enrolled_on: '2001-06-14' }], there: born }],
  },
  afterDeath(
    'marriage_registration',
    'registered_on',
    { marital_status: '40' },
    ['2020-03-01', '2020-03-02'],
    '2020-03-01',
  ),
  afterDeath('social_insurance', 'enrolled_on', { name: '甲乙' }, ['2020-03-01', '2020-03-02'], '2020-03-01'),
  afterDeath(
    'minimum_living_allowance',
    'until_date',
    { certificate_no: '1', kind: '1', from_date: '2020-01-01' },
    [null, null],
    '2026-07-01', // 62 days before the day of the extract
    '2026-06-30',
  ),
  afterDeath(
    'insurance_enrolments',
    'ended_on',
    { insurance_kind: '1', enrolled_on: '2019-01-01', status: '1' },
    ['2020-05-02', '2020-05-03'],
    '2020-03-01',
  ),
  afterDeath(
    'insurance_contributions',
    'paid_on',
    { insurance_kind: '1', period: '202001', personal_amount: '10' },
    ['2020-05-02', '2020-05-03'],
    '2020-03-01',
  ),
  afterDeath(
    'housing_fund',
    'opened_on',
    { account_no: '123', status: '1', division: '150102' },
    ['2020-03-01', '2020-03-02'],
    '2020-03-01',
  ),
  afterDeath(
    'disability_registration',
    'certified_on',
    { certificate_no: `${one}31`, kind: '3', grade: '1' },
    ['2020-03-01', '2020-03-02'],
    '2020-03-01',
  ),
  afterDeath(
    'residence_registration',
    'registered_on',
    { division: '150102' },
    ['2020-03-01', '2020-03-02'],
    '2020-03-01',
  ),
  afterDeath(
    'vaccinations',
    'given_on',
    { vaccine_code: '01', dose_no: '1' },
    ['2020-03-01', '2020-03-02'],
    '2020-03-01',
  ),
  {
    dataset: 'vaccinations',
    rule: 'dose_no.sequence.broken',
    base: { citizen_id: one, vaccine_code: '01', updated_at },
    good: [
      {
        rows: [
          { dose_no: '2', given_on: '2021-01-02' },
          { dose_no: '1', given_on: '2021-01-01' },
        ],
      },
      {
        rows: [
          { dose_no: '2', given_on: '2021-01-02' },
          { dose_no: '2', given_on: '2021-01-01' },
        ],
      },
      {
        rows: [{ dose_no: '1', given_on: '2021-01-02' }],
        live: [{ dose_no: '2', given_on: '2021-01-01', vaccine_code: '02' }],
      },
    ],
    bad: [
      {
        rows: [
          { dose_no: '1', given_on: '2021-01-02' },
          { dose_no: '2', given_on: '2021-01-01' },
        ],
      },
      { rows: [{ dose_no: '1', given_on: '2021-01-02' }], live: [{ dose_no: '2', given_on: '2021-01-01' }] },
    ],
  },
  {
    dataset: 'residence_permits',
    rule: 'citizen_id.single.conflict',
    base: { citizen_id: one, division: '150102', issued_on: '2025-01-01', status: '1', updated_at },
    good: [
      { rows: [{ permit_no: '1' }, { permit_no: '2', status: '3' }] },
      { rows: [{ permit_no: '1' }, { permit_no: '2', citizen_id: two }] },
      { rows: [{ permit_no: '1' }], live: [{ permit_no: '1' }, { permit_no: '2', status: '4' }] },
    ],
    bad: [
      { rows: [{ permit_no: '1' }, { permit_no: '2' }] },
      { rows: [{ permit_no: '1' }], live: [{ permit_no: '2' }] },
    ],
  },
  {
    dataset: 'elderly_care_filings',
    rule: 'filing_no.single.conflict',
    base: { filing_no: '1', filed_on: '2025-01-01', beds: '20', division: '150102', status: '1', updated_at },
    good: [
      {
        rows: [
          { uscc: '91150100MATEAT0143' },
          { uscc: '91350100M000100Y43', status: '3', cancelled_on: '2025-06-01' },
        ],
      },
    ],
    bad: [{ rows: [{ uscc: '91150100MATEAT0143' }, { uscc: '91350100M000100Y43' }] }],
  },
  {
    dataset: 'school_enrolments',
    rule: 'enrolled_on.period.overlap',
    base: { citizen_id: one, school_name: '一中', stage: '3', status: '1', updated_at },
    good: [
      {
        rows: [
          { student_no: '15010212345', enrolled_on: '2001-09-01', left_on: '2004-07-01' },
          { student_no: '15010212346', enrolled_on: '2004-07-01' },
        ],
      },
    ],
    bad: [
      {
        rows: [
          { student_no: '15010212345', enrolled_on: '2001-09-01', left_on: '2004-07-02' },
          { student_no: '15010212346', enrolled_on: '2004-07-01' },
        ],
      },
      {
        rows: [{ student_no: '15010212345', enrolled_on: '2001-09-01' }],
        live: [{ student_no: '15010212346', enrolled_on: '1999-09-01' }],
      },
    ],
  },
  {
    dataset: 'entity_shareholders',
    rule: 'share.total.outside',
    base: { uscc: '91150100MATEAT0143', holder_kind: '1', holder_name: '甲乙', updated_at },
    good: [
      {
        rows: [
          { holder_id: one, share: '60' },
          { holder_id: two, share: '40' },
        ],
      },
      {
        rows: [
          { holder_id: one, share: '60' },
          { holder_id: two, share: '41', left_on: '2020-01-01' },
        ],
      },
    ],
    bad: [
      {
        rows: [
          { holder_id: one, share: '60' },
          { holder_id: two, share: '40.01' },
        ],
      },
      { rows: [{ holder_id: one, share: '60' }], live: [{ holder_id: two, share: '41' }] },
    ],
  },
]
