import { digits } from '../fields/texts.ts'
import { parcelIn } from '../world/parcels.ts'
import { personOf } from '../world/people.ts'
import type { Plan } from './plan.ts'

const months = ['202605', '202606', '202607', '202608']
const diseases = ['高血压', '糖尿病', '冠心病', '慢性阻塞性肺疾病']
const majors = ['畜牧兽医', '软件工程', '临床医学', '采矿工程', '汉语言文学', '会计学']
const occupations = ['电工', '育婴员', '养老护理员', '焊工', '家畜饲养工', '无人机驾驶员']
const titles = ['注册会计师', '一级建造师', '教师资格', '注册安全工程师', '执业药师']

/** The registers of natural persons that are filled from their fields, each after those that it refers to. */
export const personPlans: Plan[] = [
  { dataset: 'residence_registration', share: 0.04, ages: [1, 70], rate: 0.12 },
  { dataset: 'residence_permits', share: 0.6, ages: [16, 70], records: [1, 2] },
  {
    dataset: 'birth_registration',
    share: 0.5,
    ages: [0, 9],
    fields: {
      father_citizen_id: ({ world, person }) => {
        const index = (person?.index ?? 0) ^ 4
        return index < world.people ? personOf(world.seed, index).citizenId : null
      },
    },
  },
  {
    dataset: 'health_files',
    share: 0.08,
    fields: {
      chronic_diseases: (_subject, random) => (random.chance(0.8) ? null : random.pick(diseases)),
    },
  },
  {
    dataset: 'vaccinations',
    share: 0.05,
    ages: [1, 95],
    records: [1, 3],
    fields: {
      dose_no: ({ ordinal }) => String(ordinal + 1),
      batch_no: (_subject, random) => digits(random, 9),
    },
  },
  {
    dataset: 'insurance_enrolments',
    share: 0.2,
    ages: [19, 62],
    records: [1, 2],
    fields: { insurance_kind: ({ ordinal }) => ['1', '6', '4'][ordinal] ?? '5' },
  },
  {
    dataset: 'insurance_contributions',
    share: 0.05,
    ages: [19, 62],
    records: [2, 4],
    fields: {
      insurance_kind: () => '1',
      period: ({ ordinal }) => months[ordinal] ?? '202604',
    },
  },
  { dataset: 'minimum_living_allowance', share: 0.02, ages: [5, 95], rate: 0.08 },
  {
    dataset: 'school_enrolments',
    share: 0.3,
    ages: [7, 22],
    records: [1, 2],
    fields: {
      // The school of today, then the one before it, which a few never left.
      enrolled_on: ({ ordinal }, random) =>
        ordinal === 0 ? `202${random.between(2, 5)}-09-01` : `201${random.between(4, 8)}-09-01`,
      left_on: ({ ordinal }, random) => (ordinal === 0 || random.chance(0.1) ? null : '2021-07-10'),
    },
  },
  {
    dataset: 'degrees',
    share: 0.06,
    ages: [23, 70],
    records: [1, 2],
    fields: {
      certificate_no: (_subject, random) => digits(random, 17),
      major: (_subject, random) => random.pick(majors),
      education: (_subject, random) => random.pick(['10', '20', '30']),
    },
  },
  {
    dataset: 'vocational_training',
    share: 0.02,
    ages: [18, 60],
    fields: {
      occupation: (_subject, random) => random.pick(occupations),
      hours: (_subject, random) => String(random.between(4, 24)),
    },
  },
  {
    dataset: 'disability_registration',
    share: 0.025,
    ages: [3, 90],
    fields: {
      kind: ({ ordinal }, random) => String(random.between(1, 7 - ordinal)),
      grade: (_subject, random) => String(random.between(1, 4)),
      certificate_no: ({ person }, random) =>
        `${person?.citizenId ?? ''}${random.between(1, 7)}${random.between(1, 4)}`,
    },
  },
  { dataset: 'housing_fund', share: 0.06, ages: [20, 60] },
  {
    dataset: 'professional_qualifications',
    share: 0.02,
    ages: [22, 65],
    records: [1, 2],
    fields: {
      certificate_no: (_subject, random) => digits(random, 14),
      title: (_subject, random) => random.pick(titles),
    },
  },
  { dataset: 'practising_certificates', share: 0.008, ages: [23, 65] },
  {
    dataset: 'real_estate',
    share: 0.06,
    ages: [18, 95],
    records: [1, 2],
    fields: {
      certificate_no: ({ place }, random) => `蒙（2026）${place.name}不动产权第${digits(random, 10)}号`,
      unit_no: ({ place }, random) =>
        `${place.code}${digits(random, 6)}GB${digits(random, 5)}F${digits(random, 8)}`,
      parcel_id: ({ world, place }, random) => (random.chance(0.2) ? null : parcelIn(world, place, random)),
      share: (_subject, random) => random.pick(['100', '50', '33.33']),
    },
  },
]
