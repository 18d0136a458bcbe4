import { projectionLaws, stockLaws, stockSubject } from '@tidemark/testing'
import { suite } from 'uvu'
import { trials } from './trials.ts'

const subject = stockSubject()

const ofProjections = suite('the stock projection as a projection')
for (const law of projectionLaws(subject)) ofProjections(law.name, () => law.check(trials(80)))
ofProjections.run()

const ofStock = suite('the stock projection as stock')
for (const law of stockLaws(subject)) ofStock(law.name, () => law.check(trials(200)))
ofStock.run()
