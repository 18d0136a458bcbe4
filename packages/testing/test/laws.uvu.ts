import { correctionLaws, projectionLaws, stockLaws, stockSubject } from '@tidemark/testing'
import { lawSuite } from '@tidemark/testing/uvu'
import { trials } from './trials.ts'

const subject = stockSubject()

lawSuite(
  'the stock projection as a projection',
  [...projectionLaws(subject), ...correctionLaws(subject)],
  trials(60),
)
lawSuite('the stock projection as stock', stockLaws(subject), trials(150))
