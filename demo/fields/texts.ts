import type { Random } from '../random.ts'
import { addressIn } from '../world/places.ts'
import type { Subject } from './subject.ts'

const bodies = [
  '人民医院',
  '第一中学',
  '职业技术学院',
  '公共服务中心',
  '管理处',
  '工作站',
  '技术推广站',
  '分局',
]
const phrases = ['按规定办理', '经审核符合条件', '首次登记', '信息更正', '续期办理', '群众申请', '年度核验']

/** A text as the field's name asks for: an address, a number, the name of a body, else a phrase. */
export function plainText(id: string, subject: Subject, random: Random): string {
  const { place } = subject
  if (/address|location|住所/.test(id)) return addressIn(random, place)
  if (/(^|_)(no|number|serial|code|batch|id)$/.test(id)) return digits(random, 12)
  if (/name|institution|organ|authority|issuer|school|issued_by|body|unit|department/.test(id))
    return `${place.city}${place.name}${random.pick(bodies)}`
  return random.pick(phrases)
}

/** `length` digits, the first not 0. */
export function digits(random: Random, length: number): string {
  let text = String(random.between(1, 9))
  while (text.length < length) text += String(random.int(10))
  return text
}
