import { catalogue } from '../../catalog/catalogue.ts'
import { type Layer, layerPlans } from '../registers/layers.ts'
import { RecordRegister } from '../registers/record_register.ts'
import { buildingShape, featureShape } from '../world/features.ts'
import { boundaryOf } from '../world/grid.ts'
import { featureId, SURE_PARCELS } from '../world/parcels.ts'
import { type Place, places } from '../world/places.ts'
import type { Shape } from '../world/shape.ts'
import type { Part, Teller } from './part.ts'

/** A feature to be told. */
interface Feature {
  serial: number
  place: Place
  shape: Shape
  /** Others lean on it: in good order, and there for good. */
  steady: boolean
}

/** The features of the province, layer by layer. */
export function featurePart(teller: Teller): Part {
  const layers = layerPlans.filter((plan) => catalogue.datasets.some(({ id }) => id === plan.dataset))
  const registers = layers.map((layer) => new LayerRegister(layer, teller))
  return {
    count: registers.length,
    step: 1,
    tell(index) {
      registers[index]?.tell()
    },
  }
}

class LayerRegister {
  private readonly register: RecordRegister

  constructor(
    private readonly layer: Layer,
    private readonly teller: Teller,
  ) {
    this.register = new RecordRegister(layer)
  }

  tell(): void {
    this.featuresOf().forEach((feature, index) => {
      this.tellOne(feature, index)
    })
  }

  private featuresOf(): Feature[] {
    if (this.layer.code === 'BJ')
      return [...boundaries(), ...places.slice(0, 60).map((place) => this.feature(place, 2))]
    return places.flatMap((place) =>
      Array.from({ length: this.layer.each }, (_, i) => this.feature(place, i + 1)),
    )
  }

  private feature(place: Place, serial: number): Feature {
    const steady = this.layer.code === 'DK' && serial <= SURE_PARCELS
    return { serial, place, shape: this.shapeOf(place, serial), steady }
  }

  private shapeOf(place: Place, serial: number): Shape {
    const { seed } = this.teller.world
    const parcels = layerPlans.find((each) => each.code === 'DK')
    if (this.layer.code !== 'FW' || !parcels) return featureShape(seed, this.layer, place, serial)
    const parcel = featureShape(seed, parcels, place, 1 + (serial % SURE_PARCELS))
    return buildingShape(this.layer, parcel, this.register.random(seed, serial))
  }

  private tellOne({ serial, place, shape, steady }: Feature, index: number): void {
    const { world, truth, open } = this.teller
    const key = featureId(this.layer.code, place, serial)
    const subject = { world, key, place, since: 0, facts: {}, shape, ordinal: serial }
    const random = this.register.random(world.seed, index)
    const told = { steady, warnings: [] }
    const rows = this.register.tell(subject, random, open(this.layer.dataset), told)
    truth.subject('geography', { [this.layer.dataset]: rows })
  }
}

/** The boundaries of the region, of every league and city, and of all below them. */
function boundaries(): Feature[] {
  const codes = ['150000', ...new Set(places.map(({ code }) => `${code.slice(0, 4)}00`))]
  const above = codes.map((code) => ({ code, name: code, city: '', before: [] }))
  return [...above, ...places].map((place) => ({
    serial: 1,
    place,
    shape: boundaryOf(place.code),
    steady: true,
  }))
}
