/** Latin words that stand for nothing. */
const nothing = 'test[0-9]*|TEST[0-9]*|Test[0-9]*|null|NULL|Null|none|NONE|None|n/?a|N/?A'
const unknown = '无|不详|不明|未知|暂无|未填写?|未提供|未命名|待定|待补|空|同上'
const signs = '[-—_./\\\\*＊#?？xX×0]+'

/** Texts in the place of a person's name: placeholders, and names of which part is hidden. For RE2 and JavaScript alike. */
export const personPlaceholder = [
  `${nothing}|${unknown}|${signs}`,
  '测试[^\\n]{0,6}|[^\\n]{0,4}测试',
  '无名氏?|佚名|匿名|姓名不?详?|无姓名',
  '[^\\n]{0,2}某{1,3}|某[^\\n]{1,2}|[^\\n]*[*＊][^\\n]*',
  '[^\\n]{1,8}之[子女]|男婴|女婴|婴儿|新生儿',
].join('|')

/** Texts in the place of an organisation's name. */
export const organisationPlaceholder = [
  `${nothing}|${unknown}|${signs}`,
  '测试[^\\n]{0,6}|无?单位|单位名称|名称|无名称|某某?(公司|单位|企业|机构)',
].join('|')

/** Texts in the place of an address. */
export const addressPlaceholder = [
  `${nothing}|${unknown}|${signs}|[0-9]+`,
  '测试[^\\n]{0,6}|无?地址|地址(不详|未知|待定)|无固定(住所|地址)|同户籍地?址?|详见[^\\n]*',
].join('|')

const between = (first: number, last: number) =>
  `${String.fromCodePoint(first)}-${String.fromCodePoint(last)}`
/** Ideographs with all their extensions, and 〇. */
const han = [
  between(0x3400, 0x4dbf),
  between(0x4e00, 0x9fff),
  between(0xf900, 0xfad9),
  between(0x20000, 0x323af),
  '〇',
].join('')
/** Mongolian letters, with the separators and variation selectors that a word needs. */
const mongolian = `${between(0x1800, 0x1842)}${between(0x1843, 0x18aa)}\u202f`

/**
 * Characters of a person's name: parts of ideographs between middle dots, where a part may be an initial; or Latin
 * words; or Mongolian ones. No limit of length: Mongolian names run long.
 */
export const personCharacters = [
  `([${han}]+|[A-Z])(·([${han}]+|[A-Z]))*`,
  "[A-Za-z]+([ ·.,'-]{1,2}[A-Za-z]+)*[.]?",
  `[${mongolian}]+( [${mongolian}]+)*`,
].join('|')

/** A character that no name of an organisation has: a control, an invisible mark, one that was lost on the way. */
export const organisationNoise = '[\u0001-\u001f\u007f\u200b-\u200f\u2028\u2029\ufeff\ufffd?？<>]'
/** A letter of some script that names are written in. */
export const letter = `[A-Za-z${han}${mongolian}]`

/** `local@domain`, in ASCII; for RE2 and JavaScript alike. */
export const emailShape = "[A-Za-z0-9._%+'-]+@([A-Za-z0-9-]+[.])+[A-Za-z]{2,}"
