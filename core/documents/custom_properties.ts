import { escapeHtml } from './escape.ts'

/** Custom properties of a workbook by name (ECMA-376 part 1, 22.3). Office programs keep texts of 255 characters at most. */
export type CustomProperties = Record<string, string>

export const CUSTOM_PART = 'docProps/custom.xml'
const HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
/** Of properties that people define: MS-OLEPS 2.21, FMTID_UserDefinedProperties. */
const FORMAT_ID = '{D5CDD505-2E9C-101B-9397-08002B2CF9AE}'
const SCHEMAS = 'http://schemas.openxmlformats.org/officeDocument/2006'

/** The part that holds the properties. Their numbers begin with 2. */
export function customPart(properties: CustomProperties): string {
  const elements = Object.entries(properties).map(
    ([name, value], at) =>
      `<property fmtid="${FORMAT_ID}" pid="${at + 2}" name="${escapeHtml(name)}"><vt:lpwstr>${escapeHtml(value)}</vt:lpwstr></property>`,
  )
  return `${HEADER}<Properties xmlns="${SCHEMAS}/custom-properties" xmlns:vt="${SCHEMAS}/docPropsVTypes">${elements.join('')}</Properties>`
}

/** Where other parts must tell of it: how each ends without it, and what is put before that end. */
const MENTIONS: Record<string, { end: string; mention: string }> = {
  '[Content_Types].xml': {
    end: '</Types>',
    mention: `<Override PartName="/${CUSTOM_PART}" ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/>`,
  },
  '_rels/.rels': {
    end: '</Relationships>',
    mention: `<Relationship Id="rIdCustom" Type="${SCHEMAS}/relationships/custom-properties" Target="${CUSTOM_PART}"/>`,
  },
}

/** A part of the workbook with its mention of the properties, where it is one that must have it. */
export function mentioning(part: string, xml: unknown): unknown {
  const wanted = MENTIONS[part.replace(/^\//, '')]
  return wanted && typeof xml === 'string' ? xml.replace(wanted.end, wanted.mention + wanted.end) : xml
}
