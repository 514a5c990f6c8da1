import { z } from '@hono/zod-openapi'
import type { Locale } from '../../../../core/locale.ts'
import { claimOf } from '../../../../governance/objections/confirm.ts'
import { consumerTexts } from '../../../../governance/objections/consumer/consumer_texts.ts'
import { itemsOf } from '../../../../governance/objections/items.ts'
import { getObjection, listObjections } from '../../../../governance/objections/list.ts'
import type { Platform } from '../../../../pipelines/platform.ts'
import { isOpen } from '../../../../warehouse/ledger/objection_states.ts'
import { eventSchema, eventView, itemView, objectionSchema, objectionView } from './views.ts'

const MOST_ITEMS = 100

/** An objection with all that its department may know of it. */
export const objectionDetailSchema = objectionSchema
  .extend({
    awaitsConfirmation: z.boolean().openapi({
      description:
        'somebody said that the data are right against a mathematical check; a second person has to confirm',
    }),
    events: z.array(eventSchema.extend({ actor: z.string() })),
    said: z.array(z.string()).openapi({ description: 'what consumers wrote' }),
    items: z.array(
      z.object({
        key: z.string().openapi({ description: 'masked' }),
        extract: z.number().int().nullable(),
        line: z.number().int().nullable(),
        state: z.string(),
      }),
    ),
  })
  .openapi('ObjectionDetail')

export const idParams = z.object({ id: z.string().openapi({ param: { name: 'id', in: 'path' } }) })

/** The objection of this number, whoever's; undefined where it is none. */
export async function objectionOf(platform: Platform, id: string) {
  const number = /^[1-9]\d{0,8}$/.test(id) ? Number(id) : 0
  const [found] = await listObjections(platform, { ids: [number] })
  return found
}

export async function detailOf(
  platform: Platform,
  id: number,
  locale: Locale,
): Promise<z.input<typeof objectionDetailSchema>> {
  const objection = await getObjection(platform, id)
  const items = await itemsOf(platform, id, { limit: MOST_ITEMS })
  return {
    ...objectionView(platform, objection, locale),
    awaitsConfirmation: isOpen(objection.state) && claimOf(objection) !== undefined,
    events: objection.events.map((each) => ({ ...eventView(each), actor: each.actor })),
    said: await consumerTexts(platform, objection),
    items: items.map(itemView),
  }
}
