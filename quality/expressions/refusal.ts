import { ShuyuanError } from '../../core/errors.ts'

/** What of an expression is refused, as `quality.expression_<reason>`. */
export type Reason = 'syntax' | 'part' | 'column' | 'function' | 'arguments' | 'constant' | 'type' | 'size'

/** Raised while the tree is walked; `refused` adds whose expression it is. */
export class Refusal extends Error {
  constructor(
    readonly reason: Reason,
    /** The refused part, in a word or two: `SUBQUERY`, `read_csv`. */
    readonly part: string,
  ) {
    super(`${reason}: ${part}`)
  }
}

/** A refusal as the error that a person reads. */
export function refused(rule: string, { reason, part }: Refusal): ShuyuanError {
  switch (reason) {
    case 'syntax':
      return new ShuyuanError('quality.expression_syntax', { rule, part })
    case 'part':
      return new ShuyuanError('quality.expression_part', { rule, part })
    case 'column':
      return new ShuyuanError('quality.expression_column', { rule, part })
    case 'function':
      return new ShuyuanError('quality.expression_function', { rule, part })
    case 'arguments':
      return new ShuyuanError('quality.expression_arguments', { rule, part })
    case 'constant':
      return new ShuyuanError('quality.expression_constant', { rule, part })
    case 'type':
      return new ShuyuanError('quality.expression_type', { rule, part })
    case 'size':
      return new ShuyuanError('quality.expression_size', { rule, part })
  }
}
