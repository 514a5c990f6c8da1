import { defineTexts } from '../../core/locale.ts'

/** Words of violations of identifiers. Counts stand in braces. */
defineTexts({
  'violation.citizen_id.shape': {
    'zh-CN': '公民身份号码不是18位（或15位）的规定格式',
    en: 'The identity number does not have the prescribed shape',
  },
  'violation.citizen_id.date': {
    'zh-CN': '公民身份号码中的出生日期不存在或晚于数据日期',
    en: 'The birth date inside the identity number does not exist or lies in the future',
  },
  'violation.citizen_id.check': {
    'zh-CN': '公民身份号码的校验码不正确',
    en: 'The check character of the identity number is wrong',
  },
  'violation.uscc.shape': {
    'zh-CN': '统一社会信用代码不是18位的规定格式',
    en: 'The unified social credit code does not have the prescribed shape',
  },
  'violation.uscc.org_code': {
    'zh-CN': '统一社会信用代码中的主体标识码（组织机构代码）校验不通过',
    en: 'The organisation code inside the unified social credit code fails its check',
  },
  'violation.uscc.check': {
    'zh-CN': '统一社会信用代码的校验码不正确',
    en: 'The check character of the unified social credit code is wrong',
  },
  'violation.uscc.authority': {
    'zh-CN': '统一社会信用代码的登记管理部门不属于本数据集',
    en: 'The registration authority in the unified social credit code does not belong to this register',
  },
  'violation.uscc.category': {
    'zh-CN': '统一社会信用代码的机构类别不在该登记管理部门的已知范围内',
    en: 'The category in the unified social credit code is unknown for its registration authority',
  },
  'violation.subject_id.shape': {
    'zh-CN': '主体代码的格式与主体类别不符（自然人为公民身份号码，法人和非法人组织为统一社会信用代码）',
    en: 'The identifier of the subject does not have the shape that its kind prescribes',
  },
  'violation.subject_id.date': {
    'zh-CN': '主体代码（公民身份号码）中的出生日期不存在或晚于数据日期',
    en: 'The birth date inside the identity number of the subject does not exist or lies in the future',
  },
  'violation.subject_id.check': {
    'zh-CN': '主体代码的校验码不正确',
    en: 'The check character of the identifier of the subject is wrong',
  },
  'violation.licence_id.shape': {
    'zh-CN': '电子证照标识不符合规定的格式',
    en: 'The licence identifier does not have the prescribed shape',
  },
  'violation.licence_id.check': {
    'zh-CN': '电子证照标识的校验位不正确',
    en: 'The check character of the licence identifier is wrong',
  },
  'violation.birth_date.mismatch': {
    'zh-CN': '出生日期与公民身份号码不一致',
    en: 'The birth date disagrees with the identity number',
  },
  'violation.sex.mismatch': {
    'zh-CN': '性别与公民身份号码不一致',
    en: 'The sex disagrees with the identity number',
  },
  'violation.citizen_id.place': {
    'zh-CN': '公民身份号码的前六位（首次登记地）未知，请核对',
    en: 'The place of first issue in the identity number is unknown',
  },
  'violation.citizen_id.age': {
    'zh-CN': '按公民身份号码推算，年龄超过130岁',
    en: 'By the identity number the person would be older than 130 years',
  },
  'violation.citizen_id.form': {
    'zh-CN': '公民身份号码的种类（港澳台居民、外国人等）不属于本数据集',
    en: 'The identity number is of a kind (Hong Kong, Macao, Taiwan, foreign) that this register does not hold',
  },
  'violation.uscc.place': {
    'zh-CN': '统一社会信用代码中的登记管理机关区划未知，请核对',
    en: 'The division of the registration authority in the unified social credit code is unknown',
  },
  'violation.uscc.register': {
    'zh-CN': '统一社会信用代码的机构类别不属于本数据集',
    en: 'The category in the unified social credit code does not belong to this register',
  },
  'violation.uscc.kind_mismatch': {
    'zh-CN': '组织类型与统一社会信用代码的机构类别不一致',
    en: 'The kind of organisation disagrees with the category in the unified social credit code',
  },
  'violation.org_code.shape': {
    'zh-CN': '组织机构代码不是“8位本体代码+1位校验码”的规定格式',
    en: 'The organisation code does not have the prescribed shape',
  },
  'violation.org_code.check': {
    'zh-CN': '组织机构代码的校验码不正确',
    en: 'The check character of the organisation code is wrong',
  },
  'violation.org_code.mismatch': {
    'zh-CN': '组织机构代码与统一社会信用代码第9至17位不一致',
    en: 'The organisation code is not the one inside the unified social credit code',
  },
  'violation.licence_id.authority': {
    'zh-CN': '电子证照标识中证照类型定义机构的统一社会信用代码校验不通过',
    en: 'The credit code of the authority that defined the type, inside the licence identifier, fails its check',
  },
  'violation.licence_id.serial': {
    'zh-CN': '电子证照标识中的流水号不足9位',
    en: 'The serial number inside the licence identifier has fewer than 9 characters',
  },
  'violation.licence_id.part_mismatch': {
    'zh-CN': '与电子证照标识中的对应部分不一致',
    en: 'The value disagrees with its part of the licence identifier',
  },
})
