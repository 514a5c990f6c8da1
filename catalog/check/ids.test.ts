import { testRefusals } from '../../test/support/catalogue.ts'

testRefusals([
  {
    what: 'ids given twice',
    spoil: ({ catalogue }) => {
      catalogue.departments.push(...catalogue.departments.slice(0, 1))
      catalogue.codeTables.push(...catalogue.codeTables.slice(0, 1))
      catalogue.elements.push(...catalogue.elements.filter((element) => element.id === 'record.updated_at'))
      catalogue.divisions.push(...catalogue.divisions.slice(0, 1))
    },
    codes: ['duplicate', 'duplicate', 'duplicate', 'duplicate'],
    names: ['public_security', 'sex', 'record.updated_at', '150000'],
  },
  {
    what: 'two datasets of one Chinese name, since files are told apart by it',
    spoil: (draft) => {
      draft.dataset('social_insurance').name = draft.dataset('death_registration').name
    },
    codes: ['duplicate'],
    names: ['死亡登记信息'],
  },
  {
    what: 'a field id given twice',
    spoil: (draft) => {
      const { fields } = draft.dataset('death_registration')
      fields.push({ ...draft.field('death_registration.sex'), header: '性别编号', aliases: [] })
    },
    codes: ['duplicate'],
    names: ['death_registration.sex'],
  },
  {
    what: 'divisions that lead nowhere',
    spoil: ({ catalogue }) => {
      const [, city, county] = catalogue.divisions
      if (city) city.parent = '160000'
      if (county) county.successor = '152101'
    },
    codes: ['division_lost', 'division_lost'],
    names: ['150100', '160000', '150102', '152101'],
  },
])
