import type { ElementType } from '../catalog/element.ts'

/** A value as the tables of the lake write it as text: decimals with four places, whole numbers without zeros in front. */
export function written(type: ElementType, value: string | null): string | null {
  if (value === null) return null
  if (type === 'decimal') {
    const [whole, fraction = ''] = value.split('.')
    return `${whole}.${fraction.padEnd(4, '0')}`
  }
  return type === 'integer' ? String(Number(value)) : value
}
